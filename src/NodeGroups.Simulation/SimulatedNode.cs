using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>A node of a simulation: one address, one process life after another.</summary>
public sealed class SimulatedNode
{
    private readonly Simulation _simulation;
    private readonly Func<MachineSettings, MachineSettings>? _configure;
    private readonly Dictionary<GroupName, SimulatedGroup> _groups = [];
    private readonly List<SimulatedGroup> _groupsInOrder = [];
    private readonly Dictionary<string, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>> _handlers = [];
    private NodeLife? _life;
    private int _lives;

    internal SimulatedNode(
        Simulation simulation, int index, string name, NodeAddress address,
        Func<MachineSettings, MachineSettings>? configure)
    {
        _simulation = simulation;
        _configure = configure;
        Index = index;
        Name = name;
        Address = address;
        All = Group(GroupName.All);
        Local = Group(GroupName.Local);
    }

    /// <summary>Gets the node's number: 0 for the first added.</summary>
    public int Index { get; }

    /// <summary>Gets the name.</summary>
    public string Name { get; }

    /// <summary>Gets where it listens, in every life.</summary>
    public NodeAddress Address { get; }

    /// <summary>Gets the present or last process life.</summary>
    public NodeId Id => Life!.Id;

    /// <summary>Gets the group of all nodes.</summary>
    public SimulatedGroup All { get; }

    /// <summary>Gets the group of this node alone.</summary>
    public SimulatedGroup Local { get; }

    /// <summary>Gets a value indicating whether the node runs: it neither crashed nor left. A paused node
    /// runs.</summary>
    public bool IsRunning => _life is { IsRunning: true };

    /// <summary>Gets a value indicating whether the node is paused.</summary>
    public bool IsPaused => _life is { IsRunning: true, IsPaused: true };

    /// <summary>Gets a value indicating whether the present life has joined.</summary>
    public bool HasJoined => _life is { IsRunning: true, HasJoined: true };

    /// <summary>Gets the totals of the present or last life's machine.</summary>
    public NodeCounters Counters => Life!.Machine.Counters;

    internal NodeLife? Life => _life;

    internal IReadOnlyList<SimulatedGroup> Groups => _groupsInOrder;

    internal NodeLife RunningLife => _life is { IsRunning: true } life
        ? life
        : throw new InvalidOperationException($"{Name} does not run.");

    /// <summary>Gets the node's handle of a group, whether it is a member or not.</summary>
    /// <param name="name">The group.</param>
    /// <returns>The handle, always the same.</returns>
    public SimulatedGroup Group(GroupName name)
    {
        if (!_groups.TryGetValue(name, out SimulatedGroup? group))
        {
            group = new SimulatedGroup(this, name, _simulation.Options.ReceivedRumorsLimit);
            _groups.Add(name, group);
            _groupsInOrder.Add(group);
        }

        return group;
    }

    /// <summary>Joins a live group. A restarted node has joined none.</summary>
    /// <param name="name">The group; not a reserved name.</param>
    /// <param name="options">How rumors spread; null for the simulation's.</param>
    /// <returns>The handle.</returns>
    /// <exception cref="InvalidOperationException">The node does not run.</exception>
    public SimulatedGroup Join(GroupName name, GroupGossipOptions? options = null)
    {
        SimulatedGroup group = Group(name);
        RunningLife.Execute(new JoinGroup(name, options ?? _simulation.Options.Strategy));
        return group;
    }

    /// <summary>Leaves a live group.</summary>
    /// <param name="name">The group.</param>
    /// <exception cref="InvalidOperationException">The node does not run.</exception>
    public void Leave(GroupName name) => RunningLife.Execute(new LeaveGroup(name));

    /// <summary>Gives the machine any command, as the runtime would.</summary>
    /// <param name="command">The command; publications and calls have their own methods.</param>
    /// <exception cref="InvalidOperationException">The node does not run.</exception>
    public void Execute(NodeCommand command) => RunningLife.Execute(command);

    /// <summary>Serves a method, in this life and later ones, in place of an earlier handler of that name.</summary>
    /// <param name="method">The method's name.</param>
    /// <param name="handler">From argument to reply; takes no virtual time. What it throws goes to the caller as a
    /// failure.</param>
    public void Handle(string method, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> handler)
    {
        NameRules.ThrowIfInvalid(method);
        ArgumentNullException.ThrowIfNull(handler);
        _handlers[method] = handler;
    }

    /// <summary>Calls the present life of a node.</summary>
    /// <param name="target">The node, this one included.</param>
    /// <param name="method">The method's name.</param>
    /// <param name="argument">The bytes; must not change afterwards.</param>
    /// <param name="timeout">How long it may take; null for 5 seconds.</param>
    /// <param name="onCompleted">Called when it has ended; null for nothing.</param>
    /// <returns>The call.</returns>
    /// <exception cref="InvalidOperationException">This node does not run.</exception>
    public SimulatedCall Call(
        SimulatedNode target,
        string method,
        ReadOnlyMemory<byte> argument = default,
        TimeSpan? timeout = null,
        Action<SimulatedCall>? onCompleted = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        NameRules.ThrowIfInvalid(method);
        SimulatedCall call = new(method, timeout ?? TimeSpan.FromSeconds(5), onCompleted);
        RunningLife.StartCall(call, new Peer(target.Id, target.Address), default, argument);
        return call;
    }

    /// <summary>Ends the present life without a word. Does nothing when the node does not run.</summary>
    public void Crash()
    {
        if (_life is not null)
        {
            _simulation.EndLife(_life, PeerSignal.Reset);
        }
    }

    /// <summary>Begins a new life at the same address, after a crash if the node still runs.</summary>
    public void Restart()
    {
        Crash();
        _simulation.Coverage.Restarts++;
        Start();
    }

    /// <summary>Announces the departure; the node stops when its farewell has been sent.</summary>
    /// <exception cref="InvalidOperationException">The node does not run.</exception>
    public void LeaveCluster() => RunningLife.Execute(new LeaveCluster());

    /// <summary>Stops the node's work, as a suspended process: what arrives waits.</summary>
    /// <exception cref="InvalidOperationException">The node does not run.</exception>
    public void Pause()
    {
        if (!RunningLife.IsPaused)
        {
            _simulation.Coverage.Pauses++;
            _simulation.Record(TranscriptKind.Paused, Index, -1, 0, null);
            _simulation.Observe(new LifePaused(_simulation.Now, Id, true));
            RunningLife.Pause();
        }
    }

    /// <summary>Lets a paused node go on: it takes in at once all that waited.</summary>
    public void Resume()
    {
        if (IsPaused)
        {
            _simulation.Record(TranscriptKind.Resumed, Index, -1, 0, null);
            _simulation.Observe(new LifePaused(_simulation.Now, Id, false));
            RunningLife.Resume();
        }
    }

    /// <summary>Gets a form for people.</summary>
    /// <returns>For example <c>n3#3@10.0.0.3:7400</c>.</returns>
    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Name}#{Index}@{Address}");

    internal void Start()
    {
        _life = _simulation.CreateLife(this, ++_lives, _configure);
        _life.Start();
    }

    internal CompleteInvocation RunHandler(in Peer caller, CallRequest request)
    {
        if (!_handlers.TryGetValue(request.Method, out Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? handler))
        {
            return new(caller, request.CallId, CallResult.UnknownMethod, $"No handler for {request.Method}.", default);
        }

        try
        {
            return new(caller, request.CallId, CallResult.Replied, string.Empty, handler(request.Payload));
        }
#pragma warning disable CA1031 // Whatever a handler throws is the caller's answer.
        catch (Exception failure) when (failure is not InvariantViolationException)
#pragma warning restore CA1031
        {
            return new(caller, request.CallId, CallResult.HandlerFailed, failure.Message, default);
        }
    }
}
