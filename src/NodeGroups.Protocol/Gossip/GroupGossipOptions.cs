namespace NodeGroups.Protocol;

/// <summary>
/// How rumors spread in one group: the part of the public group options that the core needs. Immutable.
/// </summary>
/// <param name="Strategy">Decides whom, when, payload or announcement.</param>
/// <param name="Fanout">How many peers a strategy contacts in a step, unless the strategy was made with its
/// own.</param>
public sealed record GroupGossipOptions(GossipStrategy Strategy, Fanout Fanout)
{
    /// <summary>Gets the defaults.</summary>
    /// <value><see cref="GossipStrategies.Auto"/>; a fan-out of ⌈ln(members)⌉ + 2 for what asks for one.</value>
    public static GroupGossipOptions Default { get; } = new(GossipStrategies.Auto, Fanout.Log(2));

    /// <summary>Gets the fan-out that <see cref="GossipStrategies.Auto"/> was given as its own.</summary>
    /// <value>Null for none, and for every other strategy.</value>
    public Fanout? AutoFanout => Strategy.AutoFanout;

    /// <summary>Gets the reliability wished for: the strategy's own, else the group's.</summary>
    internal double WishedReliability =>
        AutoFanout?.Reliability ?? Fanout.Reliability ?? GossipConditions.Default.Reliability;
}
