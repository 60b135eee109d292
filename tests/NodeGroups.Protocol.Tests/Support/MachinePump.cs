namespace NodeGroups.Protocol.Tests.Support;

/// <summary>
/// A handful of machines in virtual time. Messages and signals arrive one millisecond later, in order, without a codec.
/// </summary>
internal sealed class MachinePump
{
    private const int FirstPort = 7000;
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(1);
    private readonly PriorityQueue<Delivery, (long At, long Order)> _wire = new();
    private readonly HashSet<(int, int)> _connections = [];
    private readonly ulong _seed;
    private long _order;
    private ulong _lives;

    public MachinePump(int count, ulong seed = 0, Func<MachineSettings, MachineSettings>? configure = null)
    {
        _seed = seed;
        Configure = configure ?? (static settings => settings);
        for (int i = 0; i < count; i++)
        {
            Machines.Add(Create(i));
            Effects.Add(new RecordingEffects());
        }

        for (int i = 0; i < count; i++)
        {
            Machines[i].Start(Now, Effects[i]);
            Collect(i);
        }
    }

    public MonotonicTime Now { get; private set; } = MonotonicTime.Zero;

    public List<NodeMachine> Machines { get; } = [];

    public List<RecordingEffects> Effects { get; } = [];

    public HashSet<int> Down { get; } = [];

    public HashSet<int> Paused { get; } = [];

    public bool RefusesDown { get; set; }

    /// <summary>Messages over a cut link vanish.</summary>
    public Func<int, int, bool> IsCut { get; set; } = static (_, _) => false;

    /// <summary>Messages over a broken link are refused: the sender is told.</summary>
    public Func<int, int, bool> IsBroken { get; set; } = static (_, _) => false;

    public Action<int, ProtocolMessage> Watch { get; set; } = static (_, _) => { };

    public long MessagesSent { get; private set; }

    private Func<MachineSettings, MachineSettings> Configure { get; }

    public Peer PeerOf(int index) => new(Machines[index].Settings.Id, Machines[index].Settings.Address);

    public void Execute(int index, NodeCommand command)
    {
        Machines[index].Execute(command, Now, Effects[index]);
        Collect(index);
    }

    /// <summary>The process ends: whoever had a connection to it sees a reset, later sendings are refused.</summary>
    public void Crash(int index)
    {
        Down.Add(index);
        RefusesDown = true;
        for (int i = 0; i < Machines.Count; i++)
        {
            if (!Down.Contains(i) && _connections.Remove((Math.Min(i, index), Math.Max(i, index))))
            {
                Schedule(new Delivery(i, PeerOf(index), null, PeerSignal.Reset));
            }
        }
    }

    /// <summary>A new process life starts at the same address.</summary>
    public void Restart(int index)
    {
        Down.Remove(index);
        Machines[index] = Create(index);
        Effects[index] = new RecordingEffects();
        Machines[index].Start(Now, Effects[index]);
        Collect(index);
    }

    public bool RunUntil(Func<bool> condition, TimeSpan limit)
    {
        MonotonicTime end = Now + limit;
        while (!condition())
        {
            if (Now >= end)
            {
                return false;
            }

            Step(end);
        }

        return true;
    }

    public void Run(TimeSpan span) => RunUntil(static () => false, span);

    public bool AllSee(int count) => Enumerable.Range(0, Machines.Count)
        .All(i => Down.Contains(i) || Machines[i].FindView(GroupName.All)?.Members.Count == count);

    public int NoticeCount(ProtocolNoticeKind kind) =>
        Effects.Sum(effects => effects.Notices.Count(notice => notice.Kind == kind));

    private void Step(MonotonicTime end)
    {
        MonotonicTime next = end;
        for (int i = 0; i < Machines.Count; i++)
        {
            next = IsRunning(i) ? MonotonicTime.Min(next, Machines[i].NextDeadline) : next;
        }

        if (_wire.TryPeek(out _, out (long At, long Order) first))
        {
            next = MonotonicTime.Min(next, MonotonicTime.FromOrigin(new TimeSpan(first.At)));
        }

        Now = MonotonicTime.Min(end, MonotonicTime.Max(next, Now + (Latency / 10)));
        while (_wire.TryPeek(out Delivery? delivery, out first) && first.At <= Now.Ticks)
        {
            _wire.Dequeue();
            Deliver(delivery);
        }

        for (int i = 0; i < Machines.Count; i++)
        {
            if (IsRunning(i) && Machines[i].NextDeadline <= Now)
            {
                Machines[i].Advance(Now, Effects[i]);
                Collect(i);
            }
        }
    }

    private bool IsRunning(int index) => !Down.Contains(index) && !Paused.Contains(index);

    private void Deliver(Delivery delivery)
    {
        if (Paused.Contains(delivery.To))
        {
            _wire.Enqueue(delivery, ((Now + Latency).Ticks, _order++));
        }
        else if (!Down.Contains(delivery.To) && delivery.Message is { } message)
        {
            Machines[delivery.To].Receive(delivery.From, message, Now, Effects[delivery.To]);
            Collect(delivery.To);
        }
        else if (!Down.Contains(delivery.To))
        {
            Execute(delivery.To, new ReportPeerSignal(delivery.From, delivery.Signal));
        }
    }

    private void Collect(int from)
    {
        foreach ((Peer to, ProtocolMessage message) in Effects[from].Sent)
        {
            int target = to.Address.Port - FirstPort;
            MessagesSent++;
            Watch(from, message);
            if ((Down.Contains(target) && RefusesDown) || IsBroken(from, target))
            {
                Schedule(new Delivery(from, to, null, PeerSignal.Refused));
            }
            else if (Down.Contains(target) || IsCut(from, target))
            {
                continue;
            }
            else if (!to.Id.IsNone && to.Id != Machines[target].Settings.Id)
            {
                Schedule(new Delivery(from, to, null, PeerSignal.Replaced));
            }
            else
            {
                _connections.Add((Math.Min(from, target), Math.Max(from, target)));
                Schedule(new Delivery(target, PeerOf(from), message, PeerSignal.None));
            }
        }

        Effects[from].Sent.Clear();
    }

    private void Schedule(Delivery delivery) => _wire.Enqueue(delivery, ((Now + Latency).Ticks, _order++));

    private NodeMachine Create(int index) => new(Configure(new MachineSettings
    {
        Id = new NodeId(DeterministicRandom.Mix(_seed + 1), ++_lives),
        Name = $"n{index}",
        Address = NodeAddress.Loopback(FirstPort + index),
        RandomSeed = _seed + (_lives * 7919),
        Seeds = [NodeAddress.Loopback(FirstPort)],
    }));

    private sealed record Delivery(int To, Peer From, ProtocolMessage? Message, PeerSignal Signal);
}
