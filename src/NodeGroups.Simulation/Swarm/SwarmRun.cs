using System.Globalization;
using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>A random scenario in two phases: first safety under faults, then the faults end and liveness is
/// demanded.</summary>
/// <remarks>
/// One half of the nodes is stable: they are cut off, held and paused, but neither crash nor leave, and they are
/// members of the group <c>stable</c> all the time. Every rumor that one of them publishes there must reach all of
/// them.
/// </remarks>
public sealed class SwarmRun
{
    private static readonly TimeSpan ComplaintInterval = TimeSpan.FromMilliseconds(100);
    private static readonly GroupName StableGroup = new("stable");
    private static readonly GroupName LooseGroup = new("loose");

    private readonly SwarmOptions _options;
    private readonly SwarmPlan _plan;
    private readonly Simulation _simulation;
    private readonly DeterministicRandom _random;
    private readonly List<SimulatedNode> _nodes = [];
    private readonly List<RumorId> _owed = [];
    private MonotonicTime _safetyEnd;
    private int _stableCount;

    private SwarmRun(Simulation simulation, SwarmPlan plan, SwarmOptions options)
    {
        _simulation = simulation;
        _plan = plan;
        _options = options;
        _random = simulation.CreateRandom("swarm");
    }

    private IEnumerable<SimulatedNode> Stable => _nodes.Take(_stableCount);

    /// <summary>Runs one seed.</summary>
    /// <param name="seed">The random seed.</param>
    /// <param name="options">The bounds; null for the defaults.</param>
    /// <returns>What the run shows.</returns>
    /// <exception cref="InvariantViolationException">Safety is violated.</exception>
    /// <exception cref="SimulationTimeoutException">Liveness is violated.</exception>
    public static SwarmResult Run(ulong seed, SwarmOptions? options = null)
    {
        options ??= new SwarmOptions();
        SwarmPlan plan = SwarmPlan.Draw(seed, options);
        SimulationOptions setUp = options.Simulation ?? new SimulationOptions
        {
            Gossip = new GossipSettings { Retention = TimeSpan.FromMinutes(10) },
            EvidenceSignals = plan.Evidence,
            ReplayHint = string.Create(
                CultureInfo.InvariantCulture, $"SwarmRun.Run({seed}), NODEGROUPS_SEED={seed}; {plan}"),
        };
        using Simulation simulation = new(seed, setUp);
        return new SwarmRun(simulation, plan, options).Run();
    }

    private SwarmResult Run()
    {
        SetUp();
        _simulation.Run(_options.SafetyPhase);
        EndFaults();
        MonotonicTime healed = _simulation.Now;
        MonotonicTime limit = healed + _options.LivenessLimit;
        while (FindComplaint() is string complaint)
        {
            if (_simulation.Now >= limit)
            {
                throw new SimulationTimeoutException(_simulation.Describe($"Liveness: {complaint}"));
            }

            _simulation.Run(ComplaintInterval);
        }

        return new SwarmResult(
            _simulation.Seed,
            _plan,
            _simulation.Transcript.Hash,
            _simulation.Coverage,
            _simulation.EventCount,
            _simulation.Now - healed);
    }

    private void SetUp()
    {
        SimulatedNetwork network = _simulation.Network;
        network.Latency = _plan.Wide ? Latency.Wan : Latency.Lan;
        for (int i = 0; i < _plan.Nodes; i++)
        {
            SimulatedNode node = _simulation.AddNode(string.Create(CultureInfo.InvariantCulture, $"n{i}"));
            node.Handle("echo", static argument => argument);
            _nodes.Add(node);
        }

        _stableCount = (_plan.Nodes + 1) / 2;
        foreach (SimulatedNode node in Stable)
        {
            node.Join(StableGroup);
        }

        _simulation.RunUntil(
            () => _nodes.All(n => n.All.View.Members.Count == _nodes.Count)
                && Stable.All(n => n.Group(StableGroup).View.Members.Count == _stableCount),
            _options.LivenessLimit);
        network.Loss = _plan.Loss;
        network.Duplication = _plan.Duplication;
        network.Reordering = _plan.Reordering;
        _safetyEnd = _simulation.Now + _options.SafetyPhase;
        ScheduleStep();
    }

    private void ScheduleStep() => _simulation.Schedule(
        _random.NextTimeSpan(TimeSpan.Zero, _options.StepInterval * 2),
        () =>
        {
            if (_simulation.Now < _safetyEnd)
            {
                TakeStep();
                ScheduleStep();
            }
        });

    private void TakeStep()
    {
        SimulatedNode any = _nodes[_random.NextInt32(_nodes.Count)];
        SimulatedNode other = _nodes[_random.NextInt32(_nodes.Count)];
        bool isLoose = any.Index >= _stableCount;
        switch (_random.NextInt32(12))
        {
            case 0 when _plan.Crashes && isLoose:
                any.Crash();
                break;
            case 1 when _plan.Crashes && isLoose:
                any.Restart();
                break;
            case 2 when _plan.Pauses:
                Pause(any);
                break;
            case 3 when _plan.Partitions:
                Partition();
                break;
            case 4 when _plan.Holds && any != other:
                _simulation.Network.Hold(any, other);
                _simulation.Schedule(TimeSpan.FromSeconds(2), () => _simulation.Network.Release(any, other));
                break;
            case 5 when any.IsRunning && !any.IsPaused:
                any.Join(LooseGroup);
                break;
            case 6 when any.IsRunning && !any.IsPaused:
                any.Leave(LooseGroup);
                break;
            case 7 when any.IsRunning && !any.IsPaused:
                any.Call(other, "echo", "x"u8.ToArray());
                break;
            case 8 when _plan.Departures && isLoose && any.IsRunning && !any.IsPaused:
                any.LeaveCluster();
                break;
            default:
                Publish(any);
                break;
        }
    }

    private void Publish(SimulatedNode node)
    {
        if (!node.IsRunning || node.IsPaused)
        {
            return;
        }

        string text = string.Create(CultureInfo.InvariantCulture, $"at {_simulation.Now}");
        if (node.Index < _stableCount)
        {
            _owed.Add(node.Group(StableGroup).Gossip("news", text));
        }
        else
        {
            node.Group(LooseGroup).Gossip("news", text);
            node.All.Gossip("news", text);
        }
    }

    private void Pause(SimulatedNode node)
    {
        if (node.IsRunning)
        {
            node.Pause();
            _simulation.Schedule(_random.NextTimeSpan(TimeSpan.Zero, TimeSpan.FromSeconds(12)), node.Resume);
        }
    }

    private void Partition()
    {
        SimulatedNode[] shuffled = [.. _nodes];
        _random.Shuffle<SimulatedNode>(shuffled);
        int cut = 1 + _random.NextInt32(shuffled.Length - 1);
        if (_random.NextInt32(3) == 0)
        {
            _simulation.Network.PartitionOneWay(shuffled[..cut], shuffled[cut..]);
        }
        else
        {
            _simulation.Network.Partition(shuffled[..cut], shuffled[cut..]);
        }

        _simulation.Schedule(_random.NextTimeSpan(TimeSpan.Zero, TimeSpan.FromSeconds(15)), _simulation.Network.Heal);
    }

    private void EndFaults()
    {
        _simulation.Network.Loss = 0;
        _simulation.Network.Duplication = 0;
        _simulation.Network.Reordering = 0;
        _simulation.Network.Heal();
        foreach (SimulatedNode node in _nodes)
        {
            node.Resume();
        }
    }

    private string? FindComplaint()
    {
        NodeId[] running = [.. _nodes.Where(static n => n.IsRunning).Select(static n => n.Id).Order()];
        foreach (SimulatedNode node in _nodes.Where(static n => n.IsRunning))
        {
            if (!node.All.View.Members.Select(static m => m.Id).SequenceEqual(running))
            {
                string seen = string.Join(' ', node.All.View.Members);
                return $"{node} sees {node.All.View}: [{seen}], not the {running.Length} that run.";
            }
        }

        foreach (SimulatedNode node in Stable)
        {
            HashSet<RumorId> had = [.. node.Group(StableGroup).Received.Select(static r => r.Id)];
            if (_owed.FindIndex(id => !had.Contains(id)) is >= 0 and int missing)
            {
                return $"{node} misses {_owed[missing]}, one of {_owed.Count(id => !had.Contains(id))}.";
            }
        }

        return null;
    }
}
