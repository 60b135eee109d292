namespace NodeGroups.Gossip;

/// <summary>A number of rounds, each of which opens an exchange of digests with a few random peers.</summary>
internal sealed class DigestRounds(TimeSpan interval)
{
    private NodeId[] _peers = new NodeId[1];
    private int _left;

    /// <summary>Something is new: from now on there are so many rounds.</summary>
    public void Start(int rounds, IGossipContext context)
    {
        _left = rounds;
        if (rounds > 0)
        {
            context.ScheduleRound(interval);
        }
    }

    /// <summary>A round has come.</summary>
    public void Run(int peers, IGossipContext context)
    {
        if (_left <= 0)
        {
            return;
        }

        if (peers > _peers.Length)
        {
            _peers = new NodeId[Math.Max(peers, 2 * _peers.Length)];
        }

        int drawn = context.DrawPeers(_peers.AsSpan(0, peers));
        for (int i = 0; i < drawn; i++)
        {
            context.Send(_peers[i], GossipMessage.Digest());
        }

        if (--_left > 0)
        {
            context.ScheduleRound(interval);
        }
    }
}
