using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <content>Serving: chunks to those who ask, at once or when they come.</content>
internal sealed partial class LargeRumors
{
    private const int EarlyPullLimit = 1024;
    private readonly Dictionary<(NodeId Origin, ulong Sequence), List<EarlyPull>> _earlyPulls = [];
    private int _earlyPullCount;

    /// <summary>Takes in a pull.</summary>
    public void Receive(in Peer from, GossipChunkPull pull, MonotonicTime now, IEffects effects)
    {
        if (from.Id == _self || _group.Members.IndexOf(from.Id) < 0)
        {
            _group.CountDropped();
            return;
        }

        if (Find(pull.Origin, pull.Sequence) is { } transfer && (transfer.IsActive || transfer.IsWhole))
        {
            Serve(transfer, from.Id, pull, now, effects);
        }
        else if (pull.Waits && _group.TryExpect(from.Id, pull.Origin, pull.Sequence, now))
        {
            AddEarlyPull(from.Id, pull);
        }
        else if (pull.Chunks.Count > 0)
        {
            Send(from, new GossipChunkDigest(_group.Name, pull.Origin, pull.Sequence, []), effects);
        }
    }

    private void Serve(LargeTransfer transfer, NodeId to, GossipChunkPull pull, MonotonicTime now, IEffects effects)
    {
        int index = _group.Members.IndexOf(to);
        if (index < 0)
        {
            return;
        }

        transfer.LastAsked = now;
        if (!pull.Waits && pull.Chunks.Count > 0)
        {
            Send(_group.Members[index], new GossipChunkDigest(
                _group.Name, pull.Origin, pull.Sequence, transfer.CopyOffered(to, _group.Members, now)), effects);
        }

        foreach (int chunk in pull.Chunks)
        {
            if (chunk >= transfer.ChunkCount)
            {
                _group.CountDropped();
            }
            else if (pull.Waits ? transfer.Has(chunk) : transfer.Offers(chunk, to, _group.Members, now))
            {
                SendChunk(transfer, transfer.MakeChunk(chunk), to, now, effects);
            }
            else if (pull.Waits && !transfer.TryWait(to, chunk, 2 * ProtocolLimits.ChunksPerPull))
            {
                _group.CountDropped();
            }
        }
    }

    private void PassOn(LargeTransfer transfer, int chunk, MonotonicTime now, IEffects effects)
    {
        List<NodeId> waiters = transfer.TakeWaiters(chunk);
        if (waiters.Count == 0)
        {
            return;
        }

        GossipChunk message = transfer.MakeChunk(chunk);
        foreach (NodeId waiter in waiters)
        {
            SendChunk(transfer, message, waiter, now, effects);
        }
    }

    private void SendChunk(LargeTransfer transfer, GossipChunk chunk, NodeId to, MonotonicTime now, IEffects effects)
    {
        int index = _group.Members.IndexOf(to);
        if (index < 0 || !transfer.TryServe(to, chunk.Index, now))
        {
            _group.CountDropped();
            return;
        }

        _counters.ChunksSent++;
        _counters.ChunkBytesSent += chunk.Payload.Length;
        effects.Send(_group.Members[index], chunk);
        if (transfer.IsOwn && transfer.LastProgress == now)
        {
            Tell(transfer, transfer.IsSeeded ? TransferState.Completed : TransferState.Running, effects);
        }
    }

    private void AddEarlyPull(NodeId from, GossipChunkPull pull)
    {
        if (_earlyPullCount >= EarlyPullLimit)
        {
            _earlyPulls.Clear();
            _earlyPullCount = 0;
        }

        (NodeId, ulong) name = (pull.Origin, pull.Sequence);
        if (!_earlyPulls.TryGetValue(name, out List<EarlyPull>? pulls))
        {
            _earlyPulls.Add(name, pulls = []);
        }

        pulls.Add(new EarlyPull(from, pull));
        _earlyPullCount++;
    }

    private void ServeEarlyPulls(LargeTransfer transfer, bool isAdmitted, MonotonicTime now, IEffects effects)
    {
        foreach ((NodeId from, GossipChunkPull pull) in ForgetEarlyPulls(transfer.Rumor))
        {
            if (isAdmitted)
            {
                Serve(transfer, from, pull, now, effects);
            }
        }
    }

    private List<EarlyPull> ForgetEarlyPulls(RumorMessage rumor)
    {
        if (!_earlyPulls.Remove((rumor.Origin, rumor.Sequence), out List<EarlyPull>? pulls))
        {
            return [];
        }

        _earlyPullCount -= pulls.Count;
        return pulls;
    }

    private void Send(in Peer to, GossipEnvelope message, IEffects effects)
    {
        _counters.GossipControlsSent++;
        effects.Send(to, message);
    }

    private readonly record struct EarlyPull(NodeId From, GossipChunkPull Pull);
}
