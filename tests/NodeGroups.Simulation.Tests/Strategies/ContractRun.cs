using System.Globalization;
using NodeGroups;
using NodeGroups.Protocol;
using NodeGroups.Simulation;

namespace SimulationTests.Strategies;

/// <summary>One strategy under one fault with one seed: rumors are published while the fault is on, then it ends, and
/// what all strategies promise is demanded.</summary>
internal sealed class ContractRun : IDisposable
{
    /// <summary>How many deliveries a run without faults has, those at the origins included.</summary>
    public const int Deliveries = RumorCount * NodeCount;

    private const int NodeCount = 12;
    private const int RumorCount = 8;
    private const int LargePayloadBytes = 512 * 1024;
    private static readonly TimeSpan ViewLimit = TimeSpan.FromMinutes(3);
    private readonly StrategyPromise _promise;
    private readonly ContractFault _fault;
    private readonly Simulation _simulation;
    private readonly GossipSettings _settings = new();
    private readonly DeterministicRandom _random;
    private readonly List<SimulatedNode> _nodes = [];
    private readonly HashSet<SimulatedNode> _unstable = [];
    private readonly List<(SimulatedNode Node, MonotonicTime At)> _newcomers = [];
    private readonly List<(RumorId Id, bool IsOwed)> _published = [];
    private readonly Dictionary<RumorId, HashSet<SimulatedNode>> _delivered = [];
    private readonly Dictionary<RumorId, MonotonicTime> _lastAt = [];
    private readonly List<(RumorId Id, MonotonicTime At)> _orphans = [];

    private ContractRun(StrategyPromise promise, ContractFault fault, ulong seed)
    {
        _promise = promise;
        _fault = fault;
        _simulation = new Simulation(seed, new SimulationOptions
        {
            Gossip = _settings,
            Strategy = new GroupGossipOptions(promise.Strategy, Fanout.Log(2)),
            ReplayHint = string.Create(
                CultureInfo.InvariantCulture,
                $"NODEGROUPS_SEED={seed} NODEGROUPS_SEEDS=1 NODEGROUPS_CASE=\"{promise}/{fault}\" with the campaign"),
        });
        _random = _simulation.CreateRandom("contract");
    }

    private IEnumerable<SimulatedNode> Stable => _nodes.Where(n => !_unstable.Contains(n));

    /// <summary>Runs.</summary>
    /// <returns>What happened.</returns>
    public static ContractResult Run(StrategyPromise promise, ContractFault fault, ulong seed)
    {
        using ContractRun run = new(promise, fault, seed);
        return run.Run();
    }

    public void Dispose() => _simulation.Dispose();

    private ContractResult Run()
    {
        for (int i = 0; i < NodeCount; i++)
        {
            SimulatedNode node = _simulation.AddNode($"n{i}");
            node.All.OnRumor = rumor => NoteDelivery(node, rumor.Id);
            _nodes.Add(node);
        }

        _simulation.RunUntil(SeeEachOther, ViewLimit);
        Begin();
        for (int i = 0; i < RumorCount; i++)
        {
            Publish();
            ContractNetwork.Next(_fault, _simulation.Network, _nodes, _published.Count);
            _simulation.Run(_random.NextTimeSpan(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(500)));
        }

        End();
        _simulation.RunUntil(SeeEachOther, ViewLimit);
        MonotonicTime agreed = _simulation.Now;
        Demand();
        TimeSpan repairTime = _simulation.Now - agreed;
        if (_fault == ContractFault.None)
        {
            DemandBounds();
        }

        return new ContractResult(_simulation.Coverage, _nodes.Sum(n => n.Counters.RumorsRepaired), repairTime);
    }

    private void NoteDelivery(SimulatedNode node, RumorId rumor)
    {
        if (!_delivered.TryGetValue(rumor, out HashSet<SimulatedNode>? nodes))
        {
            _delivered.Add(rumor, nodes = []);
        }

        nodes.Add(node);
        _lastAt[rumor] = _simulation.Now;
    }

    private bool SeeEachOther()
    {
        int running = _nodes.Count(static n => n.IsRunning);
        return _nodes.All(n => !n.IsRunning || (n.HasJoined && n.All.View.Members.Count == running));
    }

    private void Begin()
    {
        ContractNetwork.Begin(_fault, _simulation.Network, _nodes);
        if (_fault == ContractFault.Pause)
        {
            _nodes[8..].ForEach(static n => n.Pause());
        }
    }

    private void Publish()
    {
        List<SimulatedNode> able =
            [.. _nodes.Where(static n => n is { IsRunning: true, IsPaused: false, HasJoined: true })];
        SimulatedNode origin = able[_random.NextInt32(able.Count)];
        int largest = Math.Min(_settings.PayloadBytesLimit, LargePayloadBytes);
        byte[] payload = new byte[_fault == ContractFault.LargestPayload ? largest : 100];
        RumorId id = origin.All.Gossip("contract", payload);
        bool dies = _fault == ContractFault.CrashOfOrigin && _published.Count % 3 == 0 && _unstable.Count < 4;
        _published.Add((id, !dies && !_unstable.Contains(origin)));
        if (dies)
        {
            _unstable.Add(origin);
            _simulation.Run(_random.NextTimeSpan(TimeSpan.Zero, TimeSpan.FromMilliseconds(2)));
            origin.Crash();
            _orphans.Add((id, _simulation.Now));
        }

        if (_published.Count == RumorCount / 2 && _fault is ContractFault.CrashOfAThird or ContractFault.Restart)
        {
            Strike();
        }
    }

    /// <summary>In the middle of the publications, the last third of the nodes dies; some are born again.</summary>
    private void Strike()
    {
        // What they published before may die with them.
        HashSet<NodeId> struck = [.. _nodes[8..].Select(static n => n.Id)];
        for (int i = 0; i < _published.Count; i++)
        {
            _published[i] = (_published[i].Id, _published[i].IsOwed && !struck.Contains(_published[i].Id.Origin));
        }

        foreach (SimulatedNode node in _nodes[8..])
        {
            _unstable.Add(node);
            if (_fault == ContractFault.Restart)
            {
                node.Restart();
                _newcomers.Add((node, _simulation.Now));
            }
            else
            {
                node.Crash();
            }
        }
    }

    private void End()
    {
        if (_fault == ContractFault.LongPartition)
        {
            _simulation.RunUntil(() => _nodes.All(static n => n.All.View.Members.Count == 6), ViewLimit);
        }

        if (_fault == ContractFault.Pause)
        {
            _simulation.Run(TimeSpan.FromSeconds(2));
            _nodes.ForEach(static n => n.Resume());
        }

        ContractNetwork.End(_simulation.Network, _nodes);
    }

    private void Demand()
    {
        TimeSpan limit = (2 * _settings.IdleRepairInterval) + TimeSpan.FromSeconds(2);
        _simulation.RunUntil(() => _published.All(r => !r.IsOwed || HaveIt(r.Id)), limit);
        foreach ((SimulatedNode node, MonotonicTime at) in _newcomers)
        {
            _simulation.RunUntil(
                () => _published.All(r => !r.IsOwed || node.All.Received.Any(x => x.Id == r.Id && x.At >= at)), limit);
        }

        foreach ((RumorId id, MonotonicTime at) in _orphans)
        {
            _simulation.RunUntil(() => HaveIt(id) || NobodyHasIt(id), limit);
            Require(!_lastAt.TryGetValue(id, out MonotonicTime last) || last - at <= limit, $"{id} {last - at} late");
        }

        // All or nothing among those that stay, for what nobody is owed.
        _simulation.RunUntil(
            () => _published.All(r => HaveIt(r.Id) || NobodyHasIt(r.Id)), limit);
    }

    private bool HaveIt(RumorId id) =>
        _delivered.TryGetValue(id, out HashSet<SimulatedNode>? nodes) && Stable.All(nodes.Contains);

    private bool NobodyHasIt(RumorId id) =>
        !_delivered.TryGetValue(id, out HashSet<SimulatedNode>? nodes) || !Stable.Any(nodes.Contains);

    private void DemandBounds()
    {
        long payloads = _nodes.Sum(static n => n.Counters.PayloadsSent);
        Require(payloads <= RumorCount * _promise.MostPayloads(NodeCount), $"{payloads} payloads");
        long repaired = _nodes.Sum(static n => n.Counters.RumorsRepaired);
        Require(repaired <= Deliveries * _promise.MostRepaired, $"{repaired} repaired");
        _simulation.Run(TimeSpan.FromSeconds(15));
        long Sent() => _nodes.Sum(static n => n.Counters.PayloadsSent + n.Counters.GossipControlsSent);
        long before = Sent();
        _simulation.Run(_settings.IdleRepairInterval * 2);
        Require(Sent() - before <= 3 * NodeCount, $"{Sent() - before} messages in two idle intervals");
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"Not within the strategy's bounds: {what}");
        }
    }
}
