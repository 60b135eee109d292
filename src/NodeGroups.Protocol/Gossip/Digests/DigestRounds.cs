namespace NodeGroups.Gossip;

/// <summary>A number of rounds, each of which opens an exchange of digests with a few random peers.</summary>
internal sealed class DigestRounds(TimeSpan interval)
{
    private readonly DrawnPeers _peers = new();
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

        _peers.Send(peers, GossipMessage.Digest(), context);
        if (--_left > 0)
        {
            context.ScheduleRound(interval);
        }
    }
}
