using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>
/// Of whom a member gets each stripe of a large payload: a tree for each stripe, with different inner members, that
/// all members compute alike from the view and the rumor's name.
/// </summary>
/// <remarks>
/// <para>
/// The members without the origin stand in an order that follows from a ring and the rumor's name. The inner members of
/// stripe s are those at the places s, s + d, s + 2d...; the first of them is the root and gets the stripe from the
/// origin. The other inner members, in their order, then the leaves, are shared out among the inner members in equal
/// runs. With d stripes an inner member has d or d + 1 children in one tree and none in the others, so nobody uploads
/// more than (d + 1) / d payloads; the origin uploads one. (SplitStream: Castro et al., SOSP 2003.)
/// </para>
/// <para>
/// Up to <see cref="FlatLimit"/> members without the origin, each is the root of a stripe of its own with all others
/// as children: two hops, and less than one payload uploaded by each (scatter and all-gather).
/// </para>
/// </remarks>
internal static class StripePlan
{
    /// <summary>The number of stripes of a group beyond <see cref="FlatLimit"/>.</summary>
    public const int StripeCount = 4;

    /// <summary>The most members without the origin with a stripe for each.</summary>
    public const int FlatLimit = 16;

    /// <summary>Gets the number of stripes.</summary>
    /// <param name="count">The members without the origin; at least 1.</param>
    public static int StripesFor(int count) => count <= FlatLimit ? count : StripeCount;

    /// <summary>Gets whom to ask for each stripe; chunk i belongs to stripe i modulo the number of stripes.</summary>
    /// <param name="members">The members; this node is one.</param>
    /// <param name="origin">The origin.</param>
    /// <param name="sequence">The rumor's sequence.</param>
    /// <param name="announcer">Stands for an origin that is no member.</param>
    public static Peer[] Compute(GossipMembers members, NodeId origin, ulong sequence, in Peer announcer)
    {
        ulong hash = DeterministicRandom.Mix(RumorHash.Salt(origin, sequence));
        int ring = (int)(hash % RingTable.RingCount);
        int originIndex = members.IndexOf(origin);
        int first = originIndex < 0 ? 0 : members.Rings.PositionOf(ring, originIndex) + 1;
        int count = originIndex < 0 ? members.Count : members.Count - 1;
        int turn = (int)((hash >> 8) % (ulong)Math.Max(1, count));
        Peer source = originIndex < 0 ? announcer : members[originIndex];
        if (members.SelfIndex < 0 || count == 0)
        {
            return [source];
        }

        int position = members.Rings.PositionOf(ring, members.SelfIndex);
        int self = Modulo(Modulo(position - first, members.Count) - turn, count);
        Peer[] parents = new Peer[StripesFor(count)];
        for (int stripe = 0; stripe < parents.Length; stripe++)
        {
            int place = ParentOf(self, stripe, parents.Length, count);
            parents[stripe] = place < 0
                ? source
                : members[members.Rings.MemberAt(ring, (first + ((place + turn) % count)) % members.Count)];
        }

        return parents;
    }

    /// <summary>Gets the place of the parent of a place in the tree of a stripe; −1 for the origin.</summary>
    internal static int ParentOf(int place, int stripe, int stripes, int count)
    {
        int inner = ((count - stripe - 1) / stripes) + 1;
        int before = place <= stripe ? 0 : ((place - stripe - 1) / stripes) + 1;
        bool isInner = place >= stripe && (place - stripe) % stripes == 0;
        if (isInner && before == 0)
        {
            return -1;
        }

        int turn = isInner ? before - 1 : inner - 1 + place - before;
        return stripe + (stripes * (int)((long)turn * inner / (count - 1)));
    }

    private static int Modulo(int value, int bound) => ((value % bound) + bound) % bound;
}
