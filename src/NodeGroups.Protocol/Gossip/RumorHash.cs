using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>A hash of a rumor's name that all members compute alike, for every choice that must agree.</summary>
/// <remarks>It is part of the protocol: members with another hash would build other trees and rings.</remarks>
internal static class RumorHash
{
    /// <summary>Computes the hash of a rumor.</summary>
    public static ulong Of(in RumorId rumor) => DeterministicRandom.Mix(Salt(rumor.Origin, rumor.Sequence));

    /// <summary>Gets what is mixed at last, for choices that follow from something else, too.</summary>
    public static ulong Salt(NodeId origin, ulong sequence) =>
        origin.High ^ DeterministicRandom.Mix(origin.Low + sequence);
}
