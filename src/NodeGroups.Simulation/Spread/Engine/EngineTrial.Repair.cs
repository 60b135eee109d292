using System.Numerics;
using NodeGroups.Gossip;
using NodeGroups.Protocol;

namespace NodeGroups.Simulation.Spread;

/// <content>Repair by digests: the engine's own schedule and list of the missing, around one bit for a rumor.</content>
internal sealed partial class EngineTrial
{
    private readonly List<(int Holder, int Rumor)> _asks = [];
    private int _harmless;
    private int _wakes;
    private bool _hasDigests;

    /// <summary>Sends a digest of a node's strategy.</summary>
    public void SendDigest(int node, int target)
    {
        if (!Options.Engine.EagerOnly)
        {
            _hasDigests = true;
            SendDigest(node, target, wantsReply: true);
        }
    }

    /// <summary>Gets a node's repair, to change it: the time at which it is due may be another then.</summary>
    private NodeRepair RepairOf(int node)
    {
        _isRepairTouched = true;
        return _repairs[node] ??= new NodeRepair(Options.Engine.Gossip, _delays, _jitter);
    }

    /// <summary>A digest came: that changes no time.</summary>
    private void NoteOpening(int node)
    {
        if (_repairs[node] is { } repair)
        {
            repair.Schedule.NoteOpening();
        }
        else
        {
            RepairOf(node).Schedule.NoteOpening();
        }
    }

    /// <summary>Sets the event that wakes a node when its repair is due, unless one comes early enough.</summary>
    private void Arm(int node, NodeRepair repair)
    {
        MonotonicTime next = repair.Next;
        if (next.IsNever)
        {
            return;
        }

        long tick = Math.Max(_wheel.Now + 1, (long)Math.Ceiling(next.Ticks / _timePerTick));
        if (tick < repair.WakeAt)
        {
            repair.WakeAt = tick;
            _wakes++;
            _wheel.Add(tick - _wheel.Now, new NodeEvent(NodeEventKind.Repair, 0, 0, node, node, -1, 0));
        }
    }

    private void Wake(int node)
    {
        _wakes--;
        NodeRepair repair = RepairOf(node);
        if (repair.WakeAt != _wheel.Now)
        {
            return;
        }

        repair.WakeAt = long.MaxValue;
        if (repair.Missing.Next <= Time)
        {
            AskForMissing(node, repair);
        }

        if (repair.Schedule.Next <= Time)
        {
            if (MemberCount > 1)
            {
                SendDigest(node, FindPartner(node, repair.Schedule.Round), wantsReply: true);
            }

            repair.Schedule.Complete(Time, MemberCount > 1, _known[node] != 0);
        }
    }

    /// <summary>Asks for what was waited for long enough; what only repair would ask for, not without repair.</summary>
    private void AskForMissing(int node, NodeRepair repair)
    {
        while (repair.Missing.TryTake(Time, out NodeId origin, out ulong sequence, out NodeId holder))
        {
            int rumor = NumberOf(new RumorId(Group, origin, sequence));
            int index = IndexOf(holder);
            if (FindSlot(rumor) is null || Has(node, rumor))
            {
                repair.Missing.Forget(origin, sequence);
            }
            else if (index < 0)
            {
                repair.Missing.NoteGone(origin, sequence, holder, Time);
            }
            else if (_hasDigests)
            {
                _asks.Add((index, rumor));
            }
        }

        _asks.Sort();
        for (int i = 0; i < _asks.Count;)
        {
            int holder = _asks[i].Holder;
            ulong rumors = 0;
            ulong origins = 0;
            for (; i < _asks.Count && _asks[i].Holder == holder; i++)
            {
                rumors |= 1UL << (_asks[i].Rumor & 63);
                origins |= 1UL << (_asks[i].Rumor % Options.Engine.Senders & 63);
            }

            int pulls = BitOperations.PopCount(origins);
            long bytes = _sizes.Pull(pulls, rumors);
            _otherSends += pulls;
            _otherBytes += bytes;
            NodeEvent pull = new(NodeEventKind.Pull, 0, 0, holder, node, _published - 1, rumors);
            _network.Send(pull, bytes, ref _random);
        }

        _asks.Clear();
    }

    /// <summary>Sends a digest: what a node has, as one bit for each slot.</summary>
    private void SendDigest(int node, int target, bool wantsReply)
    {
        long bytes = _sizes.Digest(RetainedOrigins(node));
        Count(null, bytes);
        NodeEventKind kind = wantsReply ? NodeEventKind.Digest : NodeEventKind.DigestReply;
        ulong known = _known[node];
        NodeEvent digest = new(kind, 0, IsHarmless(known), target, node, _published - 1, known);
        _harmless += _network.Send(digest, bytes, ref _random) ? digest.Hops : 0;
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
        bool isNews = false;
        if (digest.Kind == NodeEventKind.Digest)
        {
            NoteOpening(node);
        }

        for (; missing != 0; missing &= missing - 1)
        {
            RumorId id = _slots[BitOperations.TrailingZeroCount(missing)]!.Id;
            isNews |= RepairOf(node).Missing.Note(id.Origin, id.Sequence, IdOf(digest.Source), Time);
        }

        if (isNews && Options.Engine.Repair)
        {
            RepairOf(node).Schedule.NoteNews(Time);
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

    private void ReceivePull(in NodeEvent pull)
    {
        int node = pull.Target;
        if (Options.Engine.Repair)
        {
            RepairOf(node).Schedule.NoteNews(Time);
        }

        ulong held = pull.Value & _known[node] & RetainedSince(pull.Rumor);
        for (; held != 0; held &= held - 1)
        {
            SendPayload(node, pull.Source, _slots[BitOperations.TrailingZeroCount(held)]!);
        }
    }

    private void CountRemainingRepair()
    {
        if (IsComplete && MemberCount > 1)
        {
            HearDigestsOnTheWay();
            double heard = (1 - Options.Loss) * Options.Live / MemberCount;
            long rounds = _repairs.Sum(repair => repair?.CountRemaining(Time, heard) ?? 0);
            _otherSends += rounds;
            _otherBytes += rounds * _sizes.Digest(Math.Min(Options.Engine.Rumors, Options.Engine.Senders));
        }
    }

    /// <summary>What is still on its way when all is done are digests: their receivers hear that peers live.</summary>
    private void HearDigestsOnTheWay()
    {
        while (_wheel.MoveNext())
        {
            for (ReadOnlySpan<NodeEvent> events = _wheel.Take(); events.Length > 0; events = _wheel.Take())
            {
                foreach (ref readonly NodeEvent happening in events)
                {
                    if (happening.Kind == NodeEventKind.Digest)
                    {
                        NoteOpening(happening.Target);
                    }
                }
            }
        }
    }

    /// <summary>Finds whom to compare with, by the engine's rule.</summary>
    /// <remarks>Connections are not modeled: where the engine draws among those that stand, any live node is drawn,
    /// as none stands to a node that was dead from the start.</remarks>
    private int FindPartner(int node, ulong round)
    {
        if (RepairPartner.IsAnyConnected(round, isRetaining: _known[node] != 0) && Options.Live > 1)
        {
            int other = (int)_random.Below((uint)Options.Live - 1);
            return other < node ? other : other + 1;
        }

        RepairPartner partner = new(IdOf(node), NameOf(_latest[node] - 1), round);
        int position = Rings.PositionOf(partner.Ring, node) + partner.Offset(MemberCount);
        return Rings.MemberAt(partner.Ring, position % MemberCount);
    }
}
