namespace NodeGroups.Protocol.Tests.Support;

/// <summary>A handful of machines in virtual time; messages arrive one millisecond later, without a codec.</summary>
internal sealed class MachinePump
{
    private readonly List<(MonotonicTime At, Peer From, int To, Peer Meant, ProtocolMessage Message)> _wire = [];

    public MachinePump(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Machines.Add(new NodeMachine(new MachineSettings
            {
                Id = new NodeId(1, (ulong)i + 1),
                Name = $"n{i}",
                Address = NodeAddress.Loopback(7000 + i),
                RandomSeed = (ulong)i,
                Seeds = [NodeAddress.Loopback(7000)],
            }));
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

    public bool RefusesDown { get; set; }

    public Func<int, int, bool> IsCut { get; set; } = static (_, _) => false;

    public void Execute(int index, NodeCommand command)
    {
        Machines[index].Execute(command, Now, Effects[index]);
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

            Now += TimeSpan.FromMilliseconds(1);
            var due = _wire.Where(item => item.At <= Now).ToList();
            _wire.RemoveAll(item => item.At <= Now);
            foreach (var item in due.Where(item => !Down.Contains(item.To)))
            {
                Machines[item.To].Receive(item.From, item.Message, Now, Effects[item.To]);
                Collect(item.To);
            }

            for (int i = 0; i < Machines.Count; i++)
            {
                if (!Down.Contains(i) && Machines[i].NextDeadline <= Now)
                {
                    Machines[i].Advance(Now, Effects[i]);
                    Collect(i);
                }
            }
        }

        return true;
    }

    public bool AllSee(int count) => Enumerable.Range(0, Machines.Count)
        .All(i => Down.Contains(i) || Machines[i].FindView(GroupName.All)?.Members.Count == count);

    private void Collect(int from)
    {
        foreach ((Peer to, ProtocolMessage message) in Effects[from].Sent.ToArray())
        {
            int target = to.Address.Port - 7000;
            if (Down.Contains(target) && RefusesDown && !Down.Contains(from))
            {
                Effects[from].Sent.Clear();
                Machines[from].Execute(new ReportPeerSignal(to, PeerSignal.Refused), Now, Effects[from]);
                Collect(from);
            }
            else if (!Down.Contains(target) && !IsCut(from, target))
            {
                MachineSettings settings = Machines[from].Settings;
                _wire.Add((Now + TimeSpan.FromMilliseconds(1), new Peer(settings.Id, settings.Address), target, to, message));
            }
        }

        Effects[from].Sent.Clear();
    }
}
