using System.Numerics;
using NodeGroups.Protocol;

namespace NodeGroups.Simulation.Spread;

/// <content>Control messages, timers and rounds, by the rules of the engine.</content>
internal sealed partial class EngineTrial
{
    private readonly long[] _nextRound;

    /// <summary>Sends a control message of a strategy.</summary>
    public void SendControl(int node, int target, in GossipMessage message)
    {
        if (Options.Engine.EagerOnly && message.Kind
            is GossipMessageKind.Announce or GossipMessageKind.Request or GossipMessageKind.Graft)
        {
            return;
        }

        int rumor = NumberOf(message.Rumor);
        RumorSlot? slot = FindSlot(rumor);
        if (message.Kind is GossipMessageKind.Request or GossipMessageKind.Graft && slot is not null
            && !Has(node, rumor))
        {
            RepairOf(node).Missing.NoteAsked(slot.Id.Origin, slot.Id.Sequence, IdOf(target), Time);
        }

        Count(slot, _sizes.Control);
        int hops = Math.Clamp(message.Hops, 0, ushort.MaxValue);
        NodeEvent control = new(
            NodeEventKind.Control, (byte)message.Kind, (ushort)hops, target, node, rumor, message.Value);
        _network.Send(control, _sizes.Control, ref _random);
    }

    /// <summary>Sets a timer of a node's strategy: it mends what the eager copies did not reach.</summary>
    public void SetTimer(int node, in RumorId rumor, TimeSpan delay)
    {
        if (!Options.Engine.EagerOnly)
        {
            NodeEvent timer = new(NodeEventKind.Timer, 0, 0, node, node, NumberOf(rumor), 0);
            _wheel.Add(TicksOf(delay < TimeSpan.Zero ? TimeSpan.Zero : delay), timer);
        }
    }

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
            && FindSlot(control.Rumor) is { } held && Has(node, held.Rumor))
        {
            SendPayload(node, control.Source, held);
        }
        else if (kind == GossipMessageKind.Announce && Options.Engine.Repair
            && FindSlot(control.Rumor) is { } slot && !Has(node, slot.Rumor))
        {
            NodeId from = IdOf(control.Source);
            RepairOf(node).Missing.NoteAnnounced(slot.Id.Origin, slot.Id.Sequence, from, Time);
        }

        Tell(node, control.Source, new GossipMessage(kind, NameOf(control.Rumor), control.Hops, control.Value));
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
            if (_repairs[node] is { } repair)
            {
                repair.Schedule.NoteDeparture(Time);
            }

            StrategyOf(node).OnViewChanged(change, _context);
            if (_repairs[node] is { } noticing)
            {
                Arm(node, noticing);
            }
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
