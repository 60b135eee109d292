using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>
/// What every strategy with a computed tree does: it passes a rumor on, and asks for announced ones that do not come by
/// their place in the tree.
/// </summary>
internal sealed class TreePart(TreeOptions options)
{
    private readonly AnnouncementTable _announced = new(new AnnouncementWaits(
        Arrival: new LatencyMultiple(Means: 1.25, Bounds: 0.1),
        Reply: new LatencyMultiple(Means: 1, Bounds: 1),
        Jitter: 0.25,
        options.MinimumRequestDelay,
        options.MaximumRequestDelay));

    /// <summary>Passes a rumor on along its tree.</summary>
    public static void PassOn(in RumorHeader rumor, in TreePass pass, IGossipContext context)
    {
        TreePath.PassOn(rumor, pass, context);
        TreeStart.OnRumor(rumor, pass, context);
    }

    /// <summary>A rumor is here, whatever way it goes.</summary>
    /// <returns>Whether it came late: on request, or by repair.</returns>
    public bool Complete(in RumorHeader rumor, IGossipContext context) =>
        !_announced.Complete(rumor, context) || rumor.IsRepair;

    /// <summary>Takes in a message.</summary>
    /// <param name="from">Who sent it.</param>
    /// <param name="message">The message.</param>
    /// <param name="children">The number of children in the rumor's tree; 0 when it is not known.</param>
    /// <param name="context">The group.</param>
    public void OnMessage(NodeId from, in GossipMessage message, int children, IGossipContext context)
    {
        if (message.Rumor.Origin == context.Self)
        {
            TreeStart.OnMessage(from, message, context);
            return;
        }

        switch (message.Kind)
        {
            case GossipMessageKind.Payload:
                _announced.NoteDuplicate(message, context);
                break;
            case GossipMessageKind.Announce:
                _announced.Note(message.Rumor, from, TreePath.HopsLeft(message, children, context), context);
                break;
            case GossipMessageKind.Timer when _announced.TryChoose(message.Rumor, context, out NodeId announcer):
                context.Send(announcer, GossipMessage.Request(message.Rumor));
                break;
        }
    }
}
