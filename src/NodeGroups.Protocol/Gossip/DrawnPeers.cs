namespace NodeGroups.Gossip;

/// <summary>Fresh uniform peers, in a buffer that grows with what is asked for.</summary>
internal sealed class DrawnPeers
{
    private NodeId[] _peers = new NodeId[4];

    /// <summary>Draws peers.</summary>
    /// <param name="count">How many; all when there are fewer.</param>
    /// <param name="context">The group.</param>
    /// <returns>The peers, until the next call.</returns>
    public ReadOnlySpan<NodeId> Draw(int count, IGossipContext context)
    {
        if (count > _peers.Length)
        {
            _peers = new NodeId[Math.Max(count, 2 * _peers.Length)];
        }

        return _peers.AsSpan(0, context.DrawPeers(_peers.AsSpan(0, count)));
    }

    /// <summary>Sends a message to each of some peers.</summary>
    /// <param name="count">How many; all when there are fewer.</param>
    /// <param name="message">The message.</param>
    /// <param name="context">The group.</param>
    public void Send(int count, in GossipMessage message, IGossipContext context)
    {
        foreach (NodeId peer in Draw(count, context))
        {
            context.Send(peer, message);
        }
    }
}
