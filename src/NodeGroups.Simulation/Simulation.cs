using System.Globalization;
using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>A simulated world: nodes that run the shipped protocol machine, a faulty network, and virtual
/// time.</summary>
/// <remarks>
/// The machines are driven verbatim through their public surface, every message goes through the real codec, and
/// nothing depends on anything but the seed, the options and what the scenario does: the same three give the same
/// <see cref="Transcript"/> hash on any machine. A simulated minute takes milliseconds. Not thread-safe.
/// </remarks>
public sealed class Simulation : IDisposable
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private readonly DeterministicRandom _random;
    private readonly DeterministicRandom _idRandom;
    private readonly List<SimulatedNode> _nodes = [];
    private readonly Dictionary<NodeAddress, SimulatedNode> _byAddress = [];
    private readonly List<IInvariant> _invariants;
    private MonotonicTime _nextCheck = MonotonicTime.Zero + CheckInterval;
    private bool _disposed;

    /// <summary>Creates an empty world at time zero.</summary>
    /// <param name="seed">The random seed from which every draw follows; any value.</param>
    /// <param name="options">How it is set up; null for the defaults. Read here and not changed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit in <paramref name="options"/> is below 1.</exception>
    public Simulation(ulong seed, SimulationOptions? options = null)
    {
        Seed = seed;
        Options = options ?? new SimulationOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(Options.TranscriptLineLimit, 1, nameof(options));
        _random = new DeterministicRandom(seed);
        _idRandom = _random.Split("ids");
        Transcript = new Transcript(Options.TranscriptLineLimit, Options.TranscriptSink);
        _invariants = Options.CheckInvariants ? [.. Invariant.CreateAll()] : [];
        Network = new SimulatedNetwork(this, _random.Split("network"));
    }

    /// <summary>Gets the random seed.</summary>
    public ulong Seed { get; }

    /// <summary>Gets the present virtual time.</summary>
    public MonotonicTime Now { get; private set; }

    /// <summary>Gets the network between the nodes.</summary>
    public SimulatedNetwork Network { get; }

    /// <summary>Gets the nodes in the order of their numbers, those that do not run included.</summary>
    public IReadOnlyList<SimulatedNode> Nodes => _nodes;

    /// <summary>Gets the record of the run.</summary>
    public Transcript Transcript { get; }

    /// <summary>Gets the counts of what happened.</summary>
    public Coverage Coverage { get; } = new();

    /// <summary>Gets the invariants that are checked; add your own before the first node.</summary>
    public IList<IInvariant> Invariants => _invariants;

    /// <summary>Gets how many events have been handled.</summary>
    public long EventCount { get; private set; }

    internal SimulationOptions Options { get; }

    internal EventQueue Queue { get; } = new();

    /// <summary>Adds a node and starts it at the present time.</summary>
    /// <param name="name">Its name; see <see cref="NameRules"/>.</param>
    /// <param name="configure">Changes its settings, for each of its lives, in place of the simulation's; null changes
    /// nothing. Id, name, address and random seed stay the simulation's.</param>
    /// <returns>The node. Its seed node is the first node of the simulation.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a name.</exception>
    public SimulatedNode AddNode(string name, Func<MachineSettings, MachineSettings>? configure = null)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        NameRules.ThrowIfInvalid(name);
        int index = _nodes.Count;
        string host = string.Create(
            CultureInfo.InvariantCulture, $"10.{index >> 16}.{(index >> 8) & 255}.{index & 255}");
        NodeAddress address = new(host, 7400);
        SimulatedNode node = new(this, index, name, address, configure);
        _nodes.Add(node);
        _byAddress.Add(address, node);
        node.Start();
        return node;
    }

    /// <summary>
    /// Adds nodes that know each other, and the nodes that run already, from the start: thousands of them, for which it
    /// would take hours to join one after the other.
    /// </summary>
    /// <param name="names">Their names; see <see cref="NameRules"/>.</param>
    /// <param name="configure">As for <see cref="AddNode"/>.</param>
    /// <returns>The nodes. Those that ran before hear of them by syncs and probes.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="names"/> is null.</exception>
    /// <exception cref="ArgumentException">One of <paramref name="names"/> is not a name.</exception>
    public IReadOnlyList<SimulatedNode> AddJoinedNodes(
        IEnumerable<string> names, Func<MachineSettings, MachineSettings>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(names);
        SimulatedNode[] added = [.. names.Select(name => AddNode(name, configure))];
        Member[] members = [.. _nodes.Where(node => node.IsRunning)
            .Select(node => node.All.View.Find(node.Id)!)
            .OrderBy(member => member.Id)];
        foreach (SimulatedNode node in added)
        {
            node.RunningLife.Receive(new Peer(_nodes[0].Id, _nodes[0].Address), new Sync(false, true, members));
        }

        return added;
    }

    /// <summary>Lets virtual time pass.</summary>
    /// <param name="duration">How much; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="duration"/> is negative.</exception>
    /// <exception cref="InvariantViolationException">An invariant does not hold.</exception>
    public void Run(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        MonotonicTime end = Now + duration;
        while (Step(end))
        {
        }
    }

    /// <summary>Lets virtual time pass until a condition is true; it is asked after each event.</summary>
    /// <param name="condition">The condition; it must not change the simulation.</param>
    /// <param name="limit">How much virtual time may pass.</param>
    /// <exception cref="SimulationTimeoutException">The limit passed first.</exception>
    /// <exception cref="InvariantViolationException">An invariant does not hold.</exception>
    public void RunUntil(Func<bool> condition, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(condition);
        MonotonicTime end = Now + limit;
        while (!condition())
        {
            if (!Step(end))
            {
                throw new SimulationTimeoutException(Describe($"The condition did not come true within {limit}."));
            }
        }
    }

    /// <summary>Does something at a later virtual time.</summary>
    /// <param name="delay">How much later; not negative.</param>
    /// <param name="action">What.</param>
    public void Schedule(TimeSpan delay, Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        Queue.Push((Now + delay).Ticks, EventKind.Action, null, action);
    }

    /// <summary>Makes a random generator for the scenario, which depends on the seed and the name only.</summary>
    /// <param name="name">The concern.</param>
    /// <returns>A generator.</returns>
    public DeterministicRandom CreateRandom(string name) => _random.Split("scenario").Split(name);

    /// <summary>Ends the simulation; nothing is left running. Idempotent.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            Options.TranscriptSink?.Flush();
        }
    }

    internal NodeLife CreateLife(SimulatedNode node, int number, Func<MachineSettings, MachineSettings>? configure)
    {
        MachineSettings own = new()
        {
            Id = NodeId.Create(_idRandom.Split((ulong)node.Index).Split((ulong)number)),
            Name = node.Name,
            Address = node.Address,
            RandomSeed = _random.Split("machines").Split((ulong)node.Index).Split((ulong)number).NextUInt64(),
            Seeds = node.Index == 0 ? [] : [_nodes[0].Address],
            Membership = Options.Membership,
            Gossip = Options.Gossip,
            AllOptions = Options.Strategy,
        };
        MachineSettings settings = configure is null
            ? own
            : configure(own) with { Id = own.Id, Name = own.Name, Address = own.Address, RandomSeed = own.RandomSeed };
        Record(TranscriptKind.Started, node.Index, -1, settings.Id.High, settings.Id.ToShortString());
        Observe(new LifeStarted(Now, settings.Id, node.Name, node.Address));
        return new NodeLife(this, node, new NodeMachine(settings));
    }

    internal SimulatedNode? FindNode(NodeAddress address) => _byAddress.GetValueOrDefault(address);

    internal void Record(TranscriptKind kind, int node, int other, ulong number, object? detail) =>
        Transcript.Add(new TranscriptLine(Now, kind, node, other, number, detail));

    internal void Observe(Observation observation)
    {
        foreach (IInvariant invariant in _invariants)
        {
            if (invariant.Observe(observation) is string violation)
            {
                Fail(invariant.Name, violation);
            }
        }
    }

    internal void Fail(string invariant, string violation) =>
        throw new InvariantViolationException(invariant, Describe($"Invariant '{invariant}' is violated: {violation}"));

    /// <summary>Writes a failure's report: what, seed, time, the last lines and how to replay it.</summary>
    internal string Describe(string what)
    {
        string lines = string.Join(Environment.NewLine, Transcript.GetTail().Select(static l => "  " + l));
        string replay = Options.ReplayHint
            ?? string.Create(CultureInfo.InvariantCulture, $"new Simulation(seed: {Seed})");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {what}
            Seed {Seed}, virtual time {Now}, {EventCount} events. Replay: {replay}
            The last of {Transcript.Count} transcript lines:
            {lines}
            """);
    }

    private bool Step(MonotonicTime end)
    {
        MonotonicTime next = MonotonicTime.Zero + new TimeSpan(Queue.NextTicks);
        MonotonicTime until = MonotonicTime.Min(next, end);
        while (_nextCheck <= until)
        {
            Now = _nextCheck;
            _nextCheck += CheckInterval;
            Check();
        }

        Now = until;
        if (next > end)
        {
            return false;
        }

        EventCount++;
        SimulationEvent happening = Queue.Pop();
        if (happening.Kind == EventKind.Action)
        {
            ((Action)happening.Data!)();
        }
        else if (happening.Kind == EventKind.Deliver)
        {
            this.Deliver(happening);
        }
        else
        {
            this.HandleAtLife(happening);
        }

        return true;
    }

    private void Check()
    {
        foreach (IInvariant invariant in _invariants)
        {
            if (invariant.Check(Now) is string violation)
            {
                Fail(invariant.Name, violation);
            }
        }
    }
}
