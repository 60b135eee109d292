using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>What is on its way from one peer: bounded, so that chunks cannot stand in the way of all else.</summary>
internal sealed class PeerPipe(NodeId peer)
{
    /// <summary>Gets the peer.</summary>
    public NodeId Peer { get; } = peer;

    /// <summary>Gets how many chunks have been asked for and not had yet.</summary>
    public int Outstanding { get; private set; }

    /// <summary>Gets the highest order among the chunks that came.</summary>
    public long Answered { get; private set; }

    /// <summary>Gets when the peer last sent a chunk.</summary>
    public MonotonicTime LastHeard { get; private set; }

    /// <summary>Gets or sets until when nothing is asked of it, because it did not answer.</summary>
    public MonotonicTime SilentUntil { get; set; }

    private long Asked { get; set; }

    /// <summary>A chunk is asked for.</summary>
    public ChunkAsk Ask(MonotonicTime now)
    {
        Outstanding++;
        return new ChunkAsk(Peer, now, ++Asked);
    }

    /// <summary>A chunk asked for has come, or is waited for no longer.</summary>
    public void Release() => Outstanding--;

    /// <summary>The peer sent a chunk.</summary>
    public void Hear(MonotonicTime now, long order)
    {
        LastHeard = now;
        SilentUntil = MonotonicTime.Zero;
        Answered = Math.Max(Answered, order);
    }
}
