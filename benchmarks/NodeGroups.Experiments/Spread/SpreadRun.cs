using System.Numerics;
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

    /// <summary>Gets the fan-out in use; null where there is none.</summary>
    public int? Fanout => Name switch
    {
        "broadcast" or "plumtree" => null,
        "auto" => Plan().Fanout,
        "tree" => (Options.Fanout ?? new TreeOptions().Arity).For(Options.Nodes),
        "ring" when Options.Code is not null => (Options with { Code = null }).FanoutCount,
        _ => Options.FanoutCount,
    };

    /// <summary>Gets the way that auto chose; null for other strategies.</summary>
    public string? Chosen => Name == "auto" ? Plan().Strategy.ToString().ToLowerInvariant() : null;

    /// <summary>Gets the run of the eager phase alone; null where copies are never sent unasked, or nothing else is
    /// run.</summary>
    public SpreadRun? Eager => Options.Code is null || Name is "antientropy" or "plumtree" ? null
        : this with { Options = Options with { Engine = Options.Engine with { EagerOnly = true } } };

    /// <summary>Gets whether what is computed is what is run: not for one node, for a tree that only begins to grow,
    /// and where what is computed goes by rounds and what is run by the clocks of its nodes.</summary>
    private bool IsPredictable => Options.Nodes > 1 && Name switch
    {
        "rumor" or "pull" => IsInRounds,
        "push" when IsForever => IsInRounds,
        "plumtree" => Options.Engine.WarmUp > 0,
        "antientropy" => !Options.Engine.Repair,
        _ => true,
    };

    /// <summary>Gets what is computed for the eager phase; for what has none, for its own rounds. Null where that is
    /// not what is run; without rounds where not everybody is expected to be reached.</summary>
    public SpreadEstimate? Predict()
    {
        SpreadEstimate? estimate = IsPredictable ? Estimate() : null;
        return estimate is { Reliability: < 0.5 } rare ? rare with { Rounds = null } : estimate;
    }

    private bool IsForever => Mode?.StartsWith("forever", StringComparison.Ordinal) ?? false;

    private SpreadEstimate Estimate()
    {
        (int nodes, int live, double loss) = (Options.Nodes, Options.Live, Options.Loss);
        int fanout = Fanout ?? 1;
        return Name switch
        {
            "push" when IsForever => SpreadEstimate.PushForever(nodes, live, fanout, loss),
            "push" => SpreadEstimate.Push(nodes, live, fanout, loss),
            "pushpull" when Options.Code is not null => SpreadEstimate.Push(nodes, live, fanout, loss),
            "pushpull" => SpreadEstimate.PushPull(nodes, live, fanout, loss),
            "pull" => SpreadEstimate.Pull(nodes, live, fanout, loss),
            "ring" => SpreadEstimate.Ring(nodes, live, fanout, loss, isOncePerPeer: Options.Code is not null),
            "rumor" => SpreadEstimate.Mongering(
                nodes,
                live,
                fanout,
                loss,
                Options.Kind == MongeringKind.Feedback,
                Options.Stop == MongeringStop.Coin,
                Options.StopCount),
            "broadcast" => SpreadEstimate.Broadcast(nodes, live, loss),
            "tree" => SpreadEstimate.Tree(nodes, live, fanout, loss),
            "plumtree" => SpreadEstimate.Plumtree(nodes, live, 2 * new PlumtreeOptions().Rings, loss),
            "antientropy" => SpreadEstimate.AntiEntropy(
                nodes, live, fanout, loss, BitOperations.Log2((uint)nodes - 1) + 3) with { Rounds = null },
            _ => Predict(Plan()),
        };
    }

    /// <summary>Gets the first phase of a plan; the model's nodes know the loss and not who is dead.</summary>
    private static SpreadEstimate Predict(GossipPlan plan) =>
        new(plan.EagerReliability, plan.EagerCoverage, 0, plan.Rounds, plan.PayloadSendsPerNode);

    /// <summary>Gets what auto plans here.</summary>
    public GossipPlan Plan()
    {
        SpreadEngineOptions engine = Options.Engine;
        GossipConditions conditions = new()
        {
            Loss = Options.Loss,
            DeadShare = Options.Crash,
            Latency = engine.MeanLatency,
            IsStream = engine.Rumors > 2 && engine.Interval * engine.MeanLatency * 2 <= TimeSpan.FromSeconds(10),
        };
        return GossipPlan.For(Options.Nodes, Options.PayloadBytes, conditions, Options.Fanout);
    }
}
