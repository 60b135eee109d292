namespace NodeGroups.Simulation;

/// <summary>What one trial of the spread model came to.</summary>
/// <param name="Informed">The live nodes that got the rumor, the origin included.</param>
/// <param name="RoundsToAll">
/// The first round after which every live node was informed; −1 when that never happened.
/// </param>
/// <param name="Rounds">The rounds until nobody had anything left to do.</param>
/// <param name="PayloadSends">The copies of the rumor that live nodes sent, lost ones included.</param>
/// <param name="ControlSends">The requests without payload that live nodes sent, lost ones included.</param>
/// <param name="MaxPayloadSendsByOneNode">The copies sent by the busiest node.</param>
public readonly record struct SpreadTrial(
    int Informed,
    int RoundsToAll,
    int Rounds,
    long PayloadSends,
    long ControlSends,
    int MaxPayloadSendsByOneNode);
