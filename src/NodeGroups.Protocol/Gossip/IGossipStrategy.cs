namespace NodeGroups;

/// <summary>
/// Decides how rumors spread in one group: whom to contact, when, and whether with payload or announcement.
/// </summary>
/// <remarks>
/// The engine around it owns names, de-duplication, storage, delivery, limits and the final repair by digests, so
/// every strategy is correct by construction and strategies differ only in cost and speed. An implementation MUST be
/// synchronous, MUST draw randomness only from the context, and SHOULD allocate nothing once its tables have grown, as
/// no strategy of the library does: it is called for every message. One instance serves one group on one node and is
/// called by one thread at a time. What it throws is counted and skipped; the node goes on.
/// </remarks>
public interface IGossipStrategy
{
    /// <summary>
    /// A rumor is new here: it was published by this node, or its payload arrived for the first time.
    /// </summary>
    /// <param name="rumor">The rumor; <see cref="RumorHeader.From"/> tells which.</param>
    /// <param name="context">The group as this node sees it, and the ways to act.</param>
    void OnRumor(in RumorHeader rumor, IGossipContext context);

    /// <summary>
    /// Something else came: the payload of a known rumor, a control message of a peer, or a timer set before.
    /// </summary>
    /// <param name="from">The sender; this node itself for <see cref="GossipMessageKind.Timer"/>.</param>
    /// <param name="message">What came.</param>
    /// <param name="context">The group as this node sees it, and the ways to act.</param>
    void OnMessage(NodeId from, in GossipMessage message, IGossipContext context);

    /// <summary>The time of a round asked for with <see cref="IGossipContext.ScheduleRound"/> has come.</summary>
    /// <param name="context">The group as this node sees it, and the ways to act.</param>
    void OnRound(IGossipContext context);

    /// <summary>The group's view changed; does nothing unless overridden.</summary>
    /// <param name="change">The change.</param>
    /// <param name="context">The group as this node sees it now, and the ways to act.</param>
    void OnViewChanged(GroupViewChange change, IGossipContext context)
    {
    }
}
