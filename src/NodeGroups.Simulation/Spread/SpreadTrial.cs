namespace NodeGroups.Simulation;

/// <summary>What the spread model counted for one rumor in one trial.</summary>
/// <param name="Informed">The live nodes that got the rumor, the origin included.</param>
/// <param name="RoundsToAll">
/// The first round, or the first whole mean latency, after which every live node was informed; −1 when that never
/// happened.
/// </param>
/// <param name="Rounds">The rounds, or whole mean latencies, until nobody had anything left to do.</param>
/// <param name="PayloadSends">The copies of the rumor that live nodes sent, lost ones included.</param>
/// <param name="ControlSends">The requests without payload that live nodes sent, lost ones included.</param>
/// <param name="MaxPayloadSendsByOneNode">The copies sent by the busiest node.</param>
public readonly record struct SpreadTrial(
    int Informed,
    int RoundsToAll,
    int Rounds,
    long PayloadSends,
    long ControlSends,
    int MaxPayloadSendsByOneNode)
{
    /// <summary>Gets when every live node was informed: rounds, or mean latencies after publishing; −1 when that never
    /// happened.</summary>
    /// <value>0 unless set.</value>
    public double TimeToAll { get; init; }

    /// <summary>Gets the most sendings that a copy took on its way to a node that did not have it.</summary>
    /// <value>Null: not counted.</value>
    public int? LastHop { get; init; }

    /// <summary>Gets the bytes on the wire that live nodes sent, lost ones included.</summary>
    /// <value>Null: to be computed from the sends.</value>
    public long? Bytes { get; init; }
}
