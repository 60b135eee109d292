using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>
/// A group as one node sees it, and what a strategy can do. Valid only during the call it is passed to.
/// </summary>
/// <remarks>
/// The same strategy runs over this in a real node, in the simulator and in the million-node spread model. Members are
/// those of the group's view; sending to self, to a non-member or without holding the rumor does nothing and is
/// counted.
/// </remarks>
public interface IGossipContext
{
    /// <summary>Gets this node.</summary>
    NodeId Self { get; }

    /// <summary>Gets the time of the current input.</summary>
    MonotonicTime Now { get; }

    /// <summary>Gets the number of members in the view, this node included when it is one.</summary>
    int MemberCount { get; }

    /// <summary>
    /// Gets the group's fan-out for its present size: at least 1 while there is a peer, at most the number of
    /// peers.
    /// </summary>
    int Fanout { get; }

    /// <summary>Gets the group's fan-out as it was given; null where there is none.</summary>
    internal Fanout? GroupFanout => null;

    /// <summary>Gets the number of rings (see <see cref="RingMember"/>).</summary>
    int RingCount { get; }

    /// <summary>Gets what reliability is wished for in the group, and what this node knows of the network.</summary>
    GossipConditions Conditions => GossipConditions.Default;

    /// <summary>Gets a member by its place in the view; the order means nothing, and costs nothing.</summary>
    /// <param name="index">0 to <see cref="MemberCount"/> − 1.</param>
    /// <returns>The member; this node too, when it is one.</returns>
    NodeId MemberAt(int index) => RingMember(0, index);

    /// <summary>Fills a span with distinct peers, drawn afresh and uniformly from the view without this node.</summary>
    /// <param name="destination">The span.</param>
    /// <returns>How many were written: the span's length, or all peers when there are fewer.</returns>
    int DrawPeers(Span<NodeId> destination);

    /// <summary>Draws an integer from the strategy's own random sequence.</summary>
    /// <param name="bound">The exclusive upper bound; positive.</param>
    /// <returns>A uniform value from 0 to <paramref name="bound"/> − 1.</returns>
    int NextRandom(int bound);

    /// <summary>
    /// Gets the place of a member on a ring: a pseudo-random order of the view that every node with the same view
    /// computes alike.
    /// </summary>
    /// <param name="ring">0 to <see cref="RingCount"/> − 1.</param>
    /// <param name="member">The member.</param>
    /// <returns>0 to <see cref="MemberCount"/> − 1, or −1 when it is not in the view.</returns>
    int RingPosition(int ring, NodeId member);

    /// <summary>Gets the member at a place on a ring.</summary>
    /// <param name="ring">0 to <see cref="RingCount"/> − 1.</param>
    /// <param name="position">0 to <see cref="MemberCount"/> − 1.</param>
    /// <returns>The member.</returns>
    NodeId RingMember(int ring, int position);

    /// <summary>Tells whether this node has, or had, a rumor.</summary>
    /// <param name="rumor">The rumor.</param>
    /// <returns>True when its payload has been received or published here.</returns>
    bool Knows(in RumorId rumor);

    /// <summary>Gets the strategy's 64 bits of state for a rumor that is retained here; they start as 0.</summary>
    /// <param name="rumor">The rumor.</param>
    /// <returns>A reference valid during this call; to a scratch value when the rumor is not retained.</returns>
    ref ulong StateOf(in RumorId rumor);

    /// <summary>Gets the strategy's 64 bits of state for a member of the view; they start as 0.</summary>
    /// <param name="member">The member.</param>
    /// <returns>A reference valid during this call; to a scratch value when it is not in the view.</returns>
    ref ulong StateOf(NodeId member);

    /// <summary>Sends a message: a payload, an announcement, a request, or control of the strategy's own.</summary>
    /// <param name="to">A peer.</param>
    /// <param name="message">What to send.</param>
    void Send(NodeId to, in GossipMessage message);

    /// <summary>
    /// Asks for <see cref="GossipMessageKind.Timer"/> about a rumor after a delay; an earlier one about the same
    /// rumor stands beside it.
    /// </summary>
    /// <param name="rumor">The rumor, known or not.</param>
    /// <param name="delay">How long; not negative.</param>
    void SetTimer(in RumorId rumor, TimeSpan delay);

    /// <summary>
    /// Asks for one <see cref="IGossipStrategy.OnRound"/> after a delay; of several requests the earliest counts.
    /// </summary>
    /// <param name="delay">How long; not negative.</param>
    void ScheduleRound(TimeSpan delay);
}
