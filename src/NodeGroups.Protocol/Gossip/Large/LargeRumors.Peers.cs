using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <content>What is on its way from whom.</content>
internal sealed partial class LargeRumors
{
    private readonly Dictionary<NodeId, PeerPipe> _pipes = [];

    private void NoteAnswer(LargeTransfer transfer, int chunk, NodeId from, MonotonicTime now)
    {
        ChunkAsk ask = transfer.AskOf(chunk);
        if (!ask.Of.IsNone)
        {
            Release(transfer, chunk);
        }

        PeerPipe pipe = PipeOf(from);
        if (ask.Of == from)
        {
            _patience.NoteLag(now - MonotonicTime.Max(ask.At, pipe.LastHeard));
        }

        pipe.Hear(now, ask.Of == from ? ask.Order : 0);
    }

    private void GiveUpAsk(LargeTransfer transfer, int chunk, NodeId from, MonotonicTime now)
    {
        if (transfer.IsActive && transfer.AskOf(chunk).Of == from)
        {
            Release(transfer, chunk);
            transfer.NoteStray(chunk);
            PipeOf(from).SilentUntil = now + (2 * Patience);
        }
    }

    private void Release(LargeTransfer transfer, int chunk)
    {
        PipeOf(transfer.AskOf(chunk).Of).Release();
        transfer.AskOf(chunk) = default;
    }

    private void ReleaseAsks(LargeTransfer transfer)
    {
        for (int i = 0; i < transfer.ChunkCount && transfer.IsActive; i++)
        {
            if (!transfer.AskOf(i).Of.IsNone)
            {
                Release(transfer, i);
            }
        }
    }

    /// <summary>Nothing is on its way: what is remembered of peers goes, for members come and go.</summary>
    private void ForgetPeers()
    {
        if (_active.Count == 0)
        {
            _pipes.Clear();
        }
    }

    private void ClearAsks()
    {
        _pipes.Clear();
        _earlyPulls.Clear();
    }

    private PeerPipe PipeOf(NodeId peer)
    {
        if (!_pipes.TryGetValue(peer, out PeerPipe? pipe))
        {
            _pipes.Add(peer, pipe = new PeerPipe(peer));
        }

        return pipe;
    }

    private Peer DrawMember()
    {
        Span<NodeId> drawn = stackalloc NodeId[1];
        GossipMembers members = _group.Members;
        return members.Draw(drawn, _random) == 0 ? default : members[members.IndexOf(drawn[0])];
    }

    private Peer? FindPeer(LargeTransfer transfer, NodeId id)
    {
        int index = _group.Members.IndexOf(id);
        return index >= 0 ? _group.Members[index] : id == transfer.Announcer.Id ? transfer.Announcer : null;
    }
}
