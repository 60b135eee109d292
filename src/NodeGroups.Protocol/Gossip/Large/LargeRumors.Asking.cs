using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <content>Asking: of the parents in the trees, and of other members for what those do not bring.</content>
internal sealed partial class LargeRumors
{
    private const int ProbesPerRound = 3;
    private const int HelperLimit = 16;
    private const int OvertakenLimit = 16;
    private const int ClaimsPerInterval = 64;
    private static readonly TimeSpan ClaimInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPatience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LongestProbeInterval = TimeSpan.FromSeconds(2);
    private readonly DeterministicRandom _random;
    private readonly List<int> _wanted = [];
    private LearnedDelay _patience = new(2, LongestPatience);

    private TimeSpan Patience => _patience.AtLeast(ShortestPatience);

    /// <summary>Takes in what a member says it holds.</summary>
    public void Receive(NodeId from, GossipChunkDigest digest, MonotonicTime now, IEffects effects)
    {
        LargeTransfer? transfer = Find(digest.Origin, digest.Sequence);
        if (transfer is not { IsActive: true } || FindPeer(transfer, from) is null)
        {
            _counters.MessagesDropped++;
            return;
        }

        if (transfer.Helpers.Count >= HelperLimit && !transfer.Helpers.ContainsKey(from))
        {
            transfer.Helpers.Clear();
        }

        transfer.Helpers[from] = digest.Held;
        for (int i = 0; i < transfer.ChunkCount; i++)
        {
            if (transfer.AskOf(i).Of == from && !Holds(digest.Held, i))
            {
                Release(transfer, i);
                transfer.NoteStray(i);
            }
        }

        AskHelper(transfer, from, now, effects);
        Probe(transfer, now, effects);
    }

    private static bool Holds(IReadOnlyList<ulong> held, int chunk) =>
        chunk >> 6 < held.Count && (held[chunk >> 6] >> (chunk & 63) & 1) != 0;

    /// <summary>Asks each parent for the next chunks of its stripe.</summary>
    private void AskParents(LargeTransfer transfer, MonotonicTime now, IEffects effects)
    {
        Peer[] parents = transfer.ParentsIn(_group.Members);
        for (int stripe = 0; stripe < parents.Length; stripe++)
        {
            PeerPipe pipe = PipeOf(parents[stripe].Id);
            if (pipe.SilentUntil > now || pipe.Outstanding > Window / 2)
            {
                continue;
            }

            _wanted.Clear();
            int room = Window - pipe.Outstanding;
            for (int i = stripe; i < transfer.ChunkCount && _wanted.Count < room; i += parents.Length)
            {
                if (transfer.IsWanted(i) && !transfer.IsStray(i))
                {
                    _wanted.Add(i);
                }
            }

            Ask(transfer, parents[stripe], waits: true, now, effects);
        }
    }

    /// <summary>Asks a member for what it said it holds.</summary>
    private void AskHelper(LargeTransfer transfer, NodeId member, MonotonicTime now, IEffects effects)
    {
        if (!transfer.Helpers.TryGetValue(member, out IReadOnlyList<ulong>? held)
            || PipeOf(member).Outstanding > Window / 2)
        {
            return;
        }

        CollectStrays(transfer, Window - PipeOf(member).Outstanding, held, now);
        if (_wanted.Count > 0 && FindPeer(transfer, member) is { } peer)
        {
            Ask(transfer, peer, waits: false, now, effects);
        }
    }

    /// <summary>Asks members at random, and now and then the announcer, for what the trees did not bring.</summary>
    private void Probe(LargeTransfer transfer, MonotonicTime now, IEffects effects)
    {
        while (transfer.ProbesLeft > 0)
        {
            CollectStrays(transfer, Window, held: null, now);
            if (_wanted.Count == 0)
            {
                return;
            }

            transfer.ProbesLeft--;
            Peer peer = ++transfer.Probes % 4 == 0 ? transfer.Announcer : DrawMember();
            if (peer.Id.IsNone || peer.Id == _self)
            {
                continue;
            }

            int room = Window - PipeOf(peer.Id).Outstanding;
            if (_wanted.Count > room)
            {
                _wanted.RemoveRange(room, _wanted.Count - room);
            }

            Ask(transfer, peer, waits: false, now, effects);
        }
    }

    private void CollectStrays(LargeTransfer transfer, int room, IReadOnlyList<ulong>? held, MonotonicTime now)
    {
        _wanted.Clear();
        Peer[] parents = transfer.ParentsIn(_group.Members);
        for (int i = 0; i < transfer.ChunkCount && _wanted.Count < room; i++)
        {
            if (transfer.IsWanted(i)
                && (held is null || Holds(held, i))
                && (transfer.IsStray(i) || PipeOf(parents[i % parents.Length].Id).SilentUntil > now))
            {
                _wanted.Add(i);
            }
        }
    }

    private void Ask(LargeTransfer transfer, in Peer peer, bool waits, MonotonicTime now, IEffects effects)
    {
        if (_wanted.Count == 0)
        {
            return;
        }

        PeerPipe pipe = PipeOf(peer.Id);
        foreach (int chunk in _wanted)
        {
            transfer.AskOf(chunk) = pipe.Ask(now);
        }

        Send(peer, new GossipChunkPull(
            _group.Name, transfer.Rumor.Origin, transfer.Rumor.Sequence, waits, [.. _wanted]), effects);
    }

    /// <summary>Gives up on what did not come in time, asks elsewhere, and drops what has come to nothing.</summary>
    private void Repair(LargeTransfer transfer, MonotonicTime now, IEffects effects)
    {
        if (now - transfer.LastProgress >= _settings.Large.StallTimeout)
        {
            Forget(transfer, effects);
            Lose(transfer, effects);
            return;
        }

        for (int i = 0; i < transfer.ChunkCount; i++)
        {
            ChunkAsk ask = transfer.AskOf(i);
            if (!ask.Of.IsNone && IsLost(transfer, ask, now))
            {
                transfer.GivenUp[i] = ask;
                Release(transfer, i);
                transfer.NoteStray(i);
            }
        }

        Claim(transfer, now, effects);
        AskParents(transfer, now, effects);
        if (now >= transfer.NextProbe)
        {
            TimeSpan idle = (now - transfer.LastProgress) / 4;
            TimeSpan pause = idle < LongestProbeInterval ? idle : LongestProbeInterval;
            transfer.NextProbe = now + (pause > _settings.RepairInterval ? pause : _settings.RepairInterval);
            transfer.ProbesLeft = ProbesPerRound;
            Probe(transfer, now, effects);
        }
    }

    /// <summary>
    /// Lets the origin know once a second, by asking for no chunk, that a payload is still wanted, so that it stays
    /// there. In large groups some members tell it for all.
    /// </summary>
    private void Claim(LargeTransfer transfer, MonotonicTime now, IEffects effects)
    {
        if (now < transfer.NextClaim)
        {
            return;
        }

        bool isFirst = transfer.NextClaim == MonotonicTime.Zero;
        transfer.NextClaim = now + ClaimInterval;
        int origin = _group.Members.IndexOf(transfer.Rumor.Origin);
        if (!isFirst && origin >= 0 && _random.NextInt32(_group.Members.PeerCount) < ClaimsPerInterval)
        {
            Send(_group.Members[origin], new GossipChunkPull(
                _group.Name, transfer.Rumor.Origin, transfer.Rumor.Sequence, Waits: false, []), effects);
        }
    }

    private bool IsLost(LargeTransfer transfer, in ChunkAsk ask, MonotonicTime now)
    {
        PeerPipe pipe = PipeOf(ask.Of);
        bool isGone = _group.Members.IndexOf(ask.Of) < 0 && ask.Of != transfer.Announcer.Id;
        bool isSilent = now - MonotonicTime.Max(ask.At, pipe.LastHeard) >= Patience;
        if (isGone || isSilent)
        {
            pipe.SilentUntil = now + (2 * Patience);
            return true;
        }

        return pipe.Answered - ask.Order >= Math.Max(OvertakenLimit, 2 * Window) || now - ask.At >= 4 * Patience;
    }
}
