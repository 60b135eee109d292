using NodeGroups.Protocol;
using NodeGroups.Simulation;

namespace NodeGroups.Experiments;

/// <summary>A run of the spread model, with the names it has on the command line.</summary>
/// <param name="Name">The strategy's name.</param>
/// <param name="Mode">What is special about it, or null.</param>
/// <param name="Options">What the model runs.</param>
internal sealed record SpreadRun(string Name, string? Mode, SpreadOptions Options)
{
    /// <summary>Gets whether figures are in rounds: no latency was asked for.</summary>
    public bool IsInRounds => Options.Latency is null;

    /// <summary>Gets the fan-out in use; null where there is none, or the strategy chooses it.</summary>
    public int? Fanout => Name switch
    {
        "broadcast" or "plumtree" or "auto" => null,
        "tree" when Options.Fanout is null => 4,
        _ => Options.FanoutCount,
    };

    /// <summary>Gets what is computed for the eager phase, or null when nothing is.</summary>
    public SpreadEstimate? Predict()
    {
        SpreadOptions options = Options;
        bool isForever = Mode?.StartsWith("forever", StringComparison.Ordinal) ?? false;
        return Name switch
        {
            _ when options.Nodes == 1 => null,
            "push" when isForever =>
                SpreadEstimate.PushForever(options.Nodes, options.Live, options.FanoutCount, options.Loss),
            "push" => SpreadEstimate.Push(options.Nodes, options.Live, options.FanoutCount, options.Loss),
            "ring" => SpreadEstimate.Ring(options.Nodes, options.Live, options.FanoutCount, options.Loss),
            "broadcast" => SpreadEstimate.Broadcast(options.Nodes, options.Live, options.Loss),
            "auto" => Predict(Plan()),
            _ => null,
        };
    }

    /// <summary>Gets the first phase of a plan; the model's nodes know the loss and not who is dead.</summary>
    private static SpreadEstimate Predict(GossipPlan plan) =>
        new(plan.EagerReliability, plan.EagerCoverage, 0, plan.Rounds, plan.PayloadSendsPerNode);

    private GossipPlan Plan() => GossipPlan.For(Options.Nodes, Options.PayloadBytes, new GossipConditions
    {
        Loss = Options.Loss,
        DeadShare = Options.Crash,
        Latency = Options.Engine.MeanLatency,
    });
}
