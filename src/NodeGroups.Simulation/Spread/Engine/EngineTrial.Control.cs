using System.Numerics;
using NodeGroups.Protocol;

namespace NodeGroups.Simulation.Spread;

/// <content>Control messages, timers, rounds, and the repair by digests, by the rules of the engine.</content>
internal sealed partial class EngineTrial
{
    private readonly long[] _nextRound;
    private int _harmless;

    /// <summary>Sends a control message of a strategy.</summary>
    public void SendControl(int node, int target, in GossipMessage message)
    {
        int rumor = NumberOf(message.Rumor);
        RumorSlot? slot = FindSlot(rumor);
        if (slot is not null && message.Kind is GossipMessageKind.Request or GossipMessageKind.Graft
            && !Knows(node, message.Rumor))
        {
            slot!.TryAsk(node, target, _wheel.Now, 0);
        }

        Count(slot, _sizes.Control);
        int hops = Math.Clamp(message.Hops, 0, ushort.MaxValue);
        NodeEvent control = new(
            NodeEventKind.Control, (byte)message.Kind, (ushort)hops, target, node, rumor, message.Value);
        _network.Send(control, _sizes.Control, ref _random);
    }

    /// <summary>Sends a digest: what a node has, as one bit for each slot.</summary>
    public void SendDigest(int node, int target, bool wantsReply)
    {
        long bytes = _sizes.Digest(RetainedOrigins(node));
        Count(null, bytes);
        NodeEventKind kind = wantsReply ? NodeEventKind.Digest : NodeEventKind.DigestReply;
        ulong known = _known[node];
        NodeEvent digest = new(kind, 0, IsHarmless(known), target, node, _published - 1, known);
        _harmless += _network.Send(digest, bytes, ref _random) ? digest.Hops : 0;
    }

    /// <summary>Sets a timer of a node's strategy.</summary>
    public void SetTimer(int node, in RumorId rumor, TimeSpan delay) =>
        _wheel.Add(
            TicksOf(delay < TimeSpan.Zero ? TimeSpan.Zero : delay),
            new NodeEvent(NodeEventKind.Timer, 0, 0, node, node, NumberOf(rumor), 0));

    /// <summary>Asks for a round of a node's strategy; of several requests the earliest counts.</summary>
    public void ScheduleRound(int node, TimeSpan delay)
    {
        long ahead = TicksOf(delay < TimeSpan.Zero ? TimeSpan.Zero : delay);
        long due = _wheel.Now + ahead + 1;
        if (_nextRound[node] == 0 || due < _nextRound[node])
        {
            _nextRound[node] = due;
            _wheel.Add(ahead, new NodeEvent(NodeEventKind.Round, 0, 0, node, node, -1, 0));
        }
    }

    private void Count(RumorSlot? slot, long bytes)
    {
        if (slot is null)
        {
            _otherSends++;
            _otherBytes += bytes;
        }
        else
        {
            slot.ControlSends++;
            slot.Bytes += bytes;
        }
    }

    private void Tell(int node, int from, in GossipMessage message) =>
        StrategyOf(node).OnMessage(IdOf(from), message, _context);

    private void RunRound(int node)
    {
        if (_nextRound[node] == _wheel.Now + 1)
        {
            _nextRound[node] = 0;
            StrategyOf(node).OnRound(_context);
        }
    }

    private void ReceiveControl(in NodeEvent control)
    {
        int node = control.Target;
        GossipMessageKind kind = (GossipMessageKind)control.Control;
        if (kind is GossipMessageKind.Request or GossipMessageKind.Graft
            && FindSlot(control.Rumor) is { } slot && ((_known[node] >> (slot.Rumor & 63)) & 1) != 0)
        {
            SendPayload(node, control.Source, slot, isRepair: true);
        }

        Tell(node, control.Source, new GossipMessage(kind, NameOf(control.Rumor), control.Hops, control.Value));
    }

    /// <summary>Gets 1 for a digest of all that was ever published: its sender lacks nothing.</summary>
    private ushort IsHarmless(ulong known) =>
        (ushort)(_published == Options.Engine.Rumors && known == RetainedSince(_published - 1) ? 1 : 0);

    private void ReceiveDigest(in NodeEvent digest)
    {
        _harmless -= digest.Hops;
        int node = digest.Target;
        ulong retained = RetainedSince(digest.Rumor);
        ulong missing = digest.Value & ~_known[node] & retained;
        if (missing != 0)
        {
            Ask(node, digest.Source, missing);
            if (Options.Engine.Repair)
            {
                _repair.NoteNews(node, ref _random);
            }
        }

        ulong more = _known[node] & RetainedSince(_published - 1) & ~(digest.Value & retained);
        if (digest.Kind == NodeEventKind.Digest && more != 0)
        {
            SendDigest(node, digest.Source, wantsReply: false);
        }

        Tell(node, digest.Source, GossipMessage.Digest());
    }

    /// <summary>Gets the slots whose rumor has not changed since a rumor was the latest.</summary>
    private ulong RetainedSince(int latest)
    {
        int count = latest + 1 - Math.Max(0, _published - 64);
        return count <= 0 ? 0 : BitOperations.RotateLeft(ulong.MaxValue >> (64 - count), (latest + 1 - count) & 63);
    }

    private void Ask(int node, int peer, ulong missing)
    {
        ulong asked = 0;
        for (ulong left = missing; left != 0; left &= left - 1)
        {
            int place = BitOperations.TrailingZeroCount(left);
            if (_slots[place]!.TryAsk(node, peer, _wheel.Now, _repairInterval))
            {
                asked |= 1UL << place;
            }
        }

        if (asked == 0)
        {
            return;
        }

        int origins = Math.Min(BitOperations.PopCount(asked), Options.Engine.Senders);
        long bytes = _sizes.Pull(origins, asked);
        _otherSends += origins - 1;
        Count(null, bytes);
        _network.Send(
            new NodeEvent(NodeEventKind.Pull, 0, 0, peer, node, _published - 1, asked), bytes, ref _random);
    }

    private void ReceivePull(in NodeEvent pull)
    {
        int node = pull.Target;
        if (Options.Engine.Repair)
        {
            _repair.NoteNews(node, ref _random);
        }

        ulong held = pull.Value & _known[node] & RetainedSince(pull.Rumor);
        for (; held != 0; held &= held - 1)
        {
            SendPayload(node, pull.Source, _slots[BitOperations.TrailingZeroCount(held)]!, isRepair: true);
        }
    }

    private void CountRemainingRepair()
    {
        if (IsComplete && MemberCount > 1)
        {
            long rounds = _repair.CountRemaining(MemberCount);
            _otherSends += rounds;
            _otherBytes += rounds * _sizes.Digest(Math.Min(Options.Engine.Rumors, Options.Engine.Senders));
        }
    }

    private void RunRepair(int node)
    {
        if (!_repair.IsDue(node))
        {
            return;
        }

        if (MemberCount > 1)
        {
            SendDigest(node, RepairPartner(node), wantsReply: true);
        }

        if (_known[node] == 0)
        {
            foreach (RumorSlot? slot in _slots)
            {
                slot?.ForgetAsked(node);
            }
        }

        _repair.Complete(node, MemberCount, _known[node] != 0, ref _random);
    }

    /// <summary>A place on a ring that follows from the latest rumor and the round, as the engine chooses it.</summary>
    private int RepairPartner(int node)
    {
        RumorId latest = NameOf(_latest[node] - 1);
        NodeId salt = latest.Sequence == 0 ? IdOf(node) : latest.Origin;
        ulong rumor = salt.High ^ DeterministicRandom.Mix(salt.Low + latest.Sequence);
        ulong hash = DeterministicRandom.Mix(rumor ^ DeterministicRandom.Mix(_repair.RoundOf(node) + 1));
        int ring = (int)(hash % RingOrders.Count);
        int offset = 1 + (int)((hash >> 8) % (ulong)(MemberCount - 1));
        return Rings.MemberAt(ring, (Rings.PositionOf(ring, node) + offset) % MemberCount);
    }

    /// <summary>All live nodes notice all dead ones: views shrink to those that live.</summary>
    private void NoticeTheDead()
    {
        GroupView before = ViewOf(0, Options.Nodes);
        SetMembers(Options.Live);
        Rings.Shrink(Options.Live);
        GroupView after = ViewOf(1, Options.Live);
        GroupViewChange change = new(after, [], [], [.. before.Members.Skip(Options.Live)]);
        for (int node = 0; node < Options.Live; node++)
        {
            StrategyOf(node).OnViewChanged(change, _context);
        }
    }

    private GroupView ViewOf(ulong version, int members)
    {
        NodeAddress address = new("spread", 1);
        return new GroupView(
            Group,
            version,
            [.. Enumerable.Range(0, members)
                .Select(node => new Member(IdOf(node), "", address, MemberStatus.Alive, 0, [Group]))]);
    }
}
