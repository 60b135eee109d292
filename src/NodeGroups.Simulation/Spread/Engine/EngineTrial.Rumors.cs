using System.Numerics;
using NodeGroups.Protocol;

namespace NodeGroups.Simulation.Spread;

/// <content>Rumors: published, received, retained, measured.</content>
internal sealed partial class EngineTrial
{
    private readonly RumorSlot?[] _slots = new RumorSlot?[SpreadEngineOptions.RetainedRumorsLimit];
    private readonly ulong[] _known;
    private readonly int[] _latest;
    private int _published;
    private int _incomplete;
    private long _otherSends;
    private long _otherBytes;

    private bool IsComplete => _incomplete == 0;

    /// <summary>Tells whether a node has, or had, a rumor; what is no longer retained counts as had.</summary>
    public bool Knows(int node, in RumorId rumor)
    {
        int number = NumberOf(rumor);
        return number >= 0 && (FindSlot(number) is null || Has(node, number));
    }

    /// <summary>Finds a retained rumor that a node has.</summary>
    public RumorSlot? FindHeld(int node, in RumorId rumor)
    {
        int number = NumberOf(rumor);
        return number >= 0 && Has(node, number) ? FindSlot(number) : null;
    }

    /// <summary>Sends a payload that the sender holds.</summary>
    public void SendPayload(int node, int target, RumorSlot slot)
    {
        slot.CountSend(node);
        slot.Bytes += _payloadBytes;
        int hops = Math.Min(slot.Hops[node] + 1, ushort.MaxValue);
        NodeEvent payload = new(NodeEventKind.Payload, 0, (ushort)hops, target, node, slot.Rumor, 0);
        _network.Send(payload, _payloadBytes, ref _random);
    }

    /// <summary>Gets the number of a published rumor of ours; −1 for any other name.</summary>
    private int NumberOf(in RumorId rumor)
    {
        int senders = Options.Engine.Senders;
        ulong origin = rumor.Origin.Low - 1;
        if (rumor.Origin.High != _idHigh || origin >= (ulong)senders || rumor.Sequence == 0
            || rumor.Sequence > (ulong)_published || rumor.Group != Group)
        {
            return -1;
        }

        ulong number = ((rumor.Sequence - 1) * (ulong)senders) + origin;
        return number < (ulong)_published ? (int)number : -1;
    }

    private RumorSlot? FindSlot(int rumor) =>
        rumor >= 0 && _slots[rumor & 63] is { } slot && slot.Rumor == rumor ? slot : null;

    private RumorId NameOf(int rumor) =>
        rumor < 0 ? new RumorId(Group, default, 0)
        : FindSlot(rumor)?.Id ?? new RumorId(
            Group, IdOf(rumor % Options.Engine.Senders), ((ulong)rumor / (ulong)Options.Engine.Senders) + 1);

    private void Publish(Span<SpreadTrial> results)
    {
        int rumor = _published;
        int place = rumor & 63;
        Retire(place, results);
        _published++;
        RumorSlot slot = _slots[place] ??= new RumorSlot(Options.Nodes);
        slot.Begin(rumor, NameOf(rumor), _wheel.Now);
        _incomplete++;
        if (_published < Options.Engine.Rumors)
        {
            long next = (long)Math.Round(_published * Options.Engine.Interval * LatencyTable.TicksPerUnit);
            _wheel.Add(next - _wheel.Now, new NodeEvent(NodeEventKind.Publish, 0, 0, 0, 0, -1, 0));
        }

        int node = rumor % Options.Engine.Senders;
        Hold(node, slot, 0);
        _latest[node] = rumor + 1;
        RumorHeader header = new(slot.Id, IdOf(node), 0, Options.PayloadBytes, IsRepair: false);
        StrategyOf(node).OnRumor(header, _context);
        if (_repairs[node] is { } repair)
        {
            Arm(node, repair);
        }
    }

    private void ReceivePayload(in NodeEvent payload)
    {
        if (FindSlot(payload.Rumor) is not { } slot)
        {
            return;
        }

        int node = payload.Target;
        NodeId from = IdOf(payload.Source);
        bool isRepair = _repairs[node]?.Missing.Complete(slot.Id.Origin, slot.Id.Sequence, from, Time) ?? false;
        if (Has(node, slot.Rumor))
        {
            Tell(
                node,
                payload.Source,
                new GossipMessage(GossipMessageKind.Payload, slot.Id, payload.Hops, isRepair ? 1UL : 0)
                {
                    Route = slot.Route,
                });
            return;
        }

        if (Options.Engine.Repair)
        {
            NoteGap(node, slot.Rumor, from);
        }

        Hold(node, slot, payload.Hops);
        _latest[node] = isRepair ? _latest[node] : slot.Rumor + 1;
        RumorHeader header = new(slot.Id, from, payload.Hops, Options.PayloadBytes, isRepair, slot.Route);
        StrategyOf(node).OnRumor(header, _context);
    }

    private void Hold(int node, RumorSlot slot, ushort hops)
    {
        _known[node] |= 1UL << (slot.Rumor & 63);
        slot.Hops[node] = hops;
        slot.LastHop = Math.Max(slot.LastHop, hops);
        slot.LastInformed = _wheel.Now;
        if (++slot.Informed == Options.Live)
        {
            _incomplete--;
        }

        if (Options.Engine.Repair && MemberCount > 1)
        {
            RepairOf(node).Schedule.NoteRumor(hops, MemberCount, Time);
        }

        if (Trace is { } trace && slot.Rumor == 0)
        {
            int unit = (int)((_wheel.Now + LatencyTable.TicksPerUnit - 1) / LatencyTable.TicksPerUnit);
            while (trace.Count <= unit)
            {
                trace.Add(trace[^1]);
            }

            trace[^1] = slot.Informed;
        }
    }

    /// <summary>
    /// An origin counts without gaps: what lies between the latest that a node has and a later one is noted as missing.
    /// </summary>
    private void NoteGap(int node, int rumor, NodeId from)
    {
        int step = Options.Engine.Senders;
        int first = Math.Max(0, _published - SpreadEngineOptions.RetainedRumorsLimit);
        for (int later = rumor + step; later < _published; later += step)
        {
            if (Has(node, later))
            {
                return;
            }
        }

        int known = rumor - step;
        while (known >= first && !Has(node, known))
        {
            known -= step;
        }

        for (int missing = known + step; missing < rumor && known >= first; missing += step)
        {
            RumorId id = NameOf(missing);
            RepairOf(node).Missing.Note(id.Origin, id.Sequence, from, Time);
        }
    }

    private bool Has(int node, int rumor) => ((_known[node] >> (rumor & 63)) & 1) != 0;

    /// <summary>Lets a rumor go, and notes what it came to.</summary>
    private void Retire(int place, Span<SpreadTrial> results)
    {
        if (_slots[place] is not { Rumor: >= 0 } slot)
        {
            return;
        }

        bool isComplete = slot.Informed == Options.Live;
        _incomplete -= isComplete ? 0 : 1;
        double time = (double)(slot.LastInformed - slot.Published) / LatencyTable.TicksPerUnit;
        double all = (double)(_wheel.Now - slot.Published) / LatencyTable.TicksPerUnit;
        int measured = slot.Rumor - Options.Engine.WarmUp;
        if (measured >= 0)
        {
            results[measured] = new SpreadTrial(
                slot.Informed,
                isComplete ? (int)Math.Ceiling(time) : -1,
                (int)Math.Ceiling(all),
                slot.PayloadSends,
                slot.ControlSends,
                slot.BusiestSends)
            {
                TimeToAll = isComplete ? time : -1,
                LastHop = slot.LastHop,
                Bytes = slot.Bytes,
            };
        }

        slot.End();
        ulong others = ~(1UL << place);
        for (int node = 0; node < _known.Length && _published < Options.Engine.Rumors; node++)
        {
            _known[node] &= others;
        }
    }

    /// <summary>Spreads what was sent about no rumor evenly over the measured ones.</summary>
    private void AddUnattributed(Span<SpreadTrial> results)
    {
        long rumors = Options.Engine.Rumors;
        for (int i = 0; i < results.Length; i++)
        {
            long number = i + Options.Engine.WarmUp;
            results[i] = results[i] with
            {
                ControlSends = results[i].ControlSends + Share(_otherSends, number),
                Bytes = results[i].Bytes + Share(_otherBytes, number),
            };
        }

        long Share(long all, long number) =>
            (long)((Int128)all * (number + 1) / rumors) - (long)((Int128)all * number / rumors);
    }

    private int RetainedOrigins(int node) =>
        Math.Min(BitOperations.PopCount(_known[node]), Options.Engine.Senders);
}
