using System.Globalization;
using NodeGroups.Simulation;

namespace NodeGroups.Experiments;

/// <summary>Says which of the models runs a strategy.</summary>
internal static class SpreadRuns
{
    /// <summary>Completes the options of a strategy.</summary>
    /// <param name="name">The strategy's name on the command line.</param>
    /// <param name="options">What else is known.</param>
    /// <param name="repair">Whether the engine's repair goes on; null for what is usual.</param>
    public static SpreadRun Create(string name, SpreadOptions options, bool? repair)
    {
        options = options with { Strategy = ModelOf(name) ?? options.Strategy };
        bool isInRounds = options.Latency is null;
        bool hasRounds = ModelOf(name) is not null;
        bool hasTime = name is "push" or "ring" or "pull" or "broadcast";
        bool isModel = isInRounds
            ? hasRounds && repair != true
            : hasTime && !(repair ?? name == "ring");
        string? mode = ModeOf(name, options);
        if (isModel)
        {
            return new SpreadRun(name, mode, options);
        }

        if (name == "pull")
        {
            throw new UsageException("pull is a model without repair; the strategy that pulls is antientropy.");
        }

        bool repairs = repair ?? true;
        options = options with
        {
            Code = CodeOf(name, options),
            Fanout = options.Fanout ?? DefaultFanout(name, options),
            Engine = options.Engine with { Repair = repairs },
        };
        string part = repairs ? "repair" : "alone";
        return new SpreadRun(name, mode is null ? part : $"{mode}+{part}", options);
    }

    private static SpreadStrategy? ModelOf(string name) => name switch
    {
        "push" => SpreadStrategy.Push,
        "ring" => SpreadStrategy.Ring,
        "pushpull" => SpreadStrategy.PushPull,
        "pull" => SpreadStrategy.Pull,
        "rumor" => SpreadStrategy.Rumor,
        "broadcast" => SpreadStrategy.Broadcast,
        _ => null,
    };

    /// <summary>Counts the dead, whom no node knows of, for a strategy that uses its own fan-out only.</summary>
    private static Fanout? WithTheDead(SpreadOptions options) =>
        options.Crash > 0 && options.Fanout is { Reliability: not null } wish
            ? Fanout.Of(members => wish.For(members, options.Loss, members == options.Nodes ? options.Crash : 0))
            : options.Fanout;

    private static Fanout? DefaultFanout(string name, SpreadOptions options) => name switch
    {
        "push" when options.Mode == PushMode.Die => Fanout.ForReliability(0.999999),
        "ring" => Fanout.Constant(4),
        "push" or "rumor" or "antientropy" => Fanout.Constant(1),
        _ => null,
    };

    private static GossipStrategy CodeOf(string name, SpreadOptions options) => name switch
    {
        "push" when options.Mode == PushMode.Forever =>
            GossipStrategies.FromName("push-forever", WithTheDead(options))!,
        "ring" when options.Crash > 0 => GossipStrategies.RingPush(Fanout.Constant(options.FanoutCount)),
        "push" or "ring" or "pushpull" => GossipStrategies.FromName(name)!,
        "rumor" => GossipStrategies.RumorMongering(new RumorMongeringOptions
        {
            Fanout = WithTheDead(options) ?? new RumorMongeringOptions().Fanout,
            UsesFeedback = options.Kind == MongeringKind.Feedback,
            UsesCoin = options.Stop == MongeringStop.Coin,
            K = options.StopCount,
        }),
        "antientropy" => GossipStrategies.FromName(name, WithTheDead(options))!,
        _ => GossipStrategies.FromName(name, options.Fanout)!,
    };

    private static string? ModeOf(string name, SpreadOptions options) => name switch
    {
        "push" => options.Mode == PushMode.Die ? "die" : "forever",
        "rumor" => (options.Kind == MongeringKind.Feedback ? "feedback" : "blind")
            + (options.Stop == MongeringStop.Counter ? "-counter-" : "-coin-")
            + options.StopCount.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };
}
