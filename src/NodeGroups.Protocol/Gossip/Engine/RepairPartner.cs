using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>With whom a node compares digests in one round of repair; engine and spread model both ask it.</summary>
/// <remarks>
/// It follows from the latest rumor and the round, so that nodes with the same news contact each other along one cycle:
/// everybody is contacted exactly once. The first rounds go to the next on each ring in turn: eight peers, the same for
/// every rumor, to whom connections soon stand. After them nearly everything has been found: then chance will do, where
/// a cycle would need new connections. The late rounds, far apart, go anywhere on a ring.
/// </remarks>
/// <param name="self">The node.</param>
/// <param name="latest">The latest rumor it has; its origin is none when there is none.</param>
/// <param name="round">The rounds since then.</param>
internal readonly struct RepairPartner(NodeId self, in RumorId latest, ulong round)
{
    private const ulong FirstFreeRound = 2 * RingTable.RingCount;

    private readonly ulong _rumor =
        RumorHash.Salt(latest.Origin.IsNone ? self : latest.Origin, latest.Sequence);

    /// <summary>Gets the ring.</summary>
    public int Ring => (int)((_rumor + round) % RingTable.RingCount);

    private ulong Hash => DeterministicRandom.Mix(_rumor ^ DeterministicRandom.Mix(round + 1));

    /// <summary>Tells whether the round goes to a member to whom a connection stands, if there is one.</summary>
    /// <remarks>Who retains nothing has no news that chooses a cycle.</remarks>
    public static bool IsAnyConnected(ulong round, bool isRetaining) =>
        !isRetaining || round is >= RingTable.RingCount and < FirstFreeRound;

    /// <summary>Gets how many places further on the ring the partner stands.</summary>
    /// <param name="members">The number of members, this node among them: at least 2.</param>
    public int Offset(int members) => round < FirstFreeRound ? 1 : 1 + (int)(Hash % (ulong)(members - 1));

    /// <summary>Gets the index of the partner of a node that is no member itself.</summary>
    /// <param name="members">The number of members.</param>
    public int IndexForOutsider(int members) => (int)(Hash % (ulong)members);
}
