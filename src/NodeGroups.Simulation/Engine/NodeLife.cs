using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>One process life of a simulated node: its machine, driven verbatim, and the shell around it.</summary>
/// <remarks>
/// Effects are noted while the machine works and carried out when it has finished, in their order; an application
/// callback among them may give the machine further input, whose effects follow. What is left when the life ends is
/// lost.
/// </remarks>
internal sealed class NodeLife(Simulation simulation, SimulatedNode node, NodeMachine machine) : IEffects
{
    private const int BacklogLimit = 1_000_000;

    private readonly Queue<Action> _effects = new();
    private readonly Queue<SimulationEvent> _backlog = new();
    private readonly Dictionary<long, PublishRumor> _publishing = [];
    private readonly Dictionary<long, SimulatedCall> _calls = [];
    private readonly HashSet<NodeId> _connected = [];
    private readonly List<long> _contacts = [];
    private readonly ProgressGuard _progress = new();
    private bool _carryingOut;
    private long _tokens;
    private long _wakeAt = long.MaxValue;
    private RumorId _published;

    public SimulatedNode Node => node;

    public NodeMachine Machine => machine;

    public NodeId Id => machine.Settings.Id;

    public Peer Peer => new(Id, machine.Settings.Address);

    public bool IsRunning { get; private set; } = true;

    public bool IsPaused { get; private set; }

    public bool HasJoined { get; private set; }

    public void Start() => Input(now => machine.Start(now, this));

    public void End() => IsRunning = false;

    public void Pause() => IsPaused = true;

    public void Resume()
    {
        IsPaused = false;
        for (int waiting = _backlog.Count; waiting > 0 && IsRunning; waiting--)
        {
            Handle(_backlog.Dequeue());
        }
    }

    public RumorId Publish(GroupName group, string topic, ReadOnlyMemory<byte> payload)
    {
        PublishRumor command = new(++_tokens, group, RumorKind.Message, topic, payload);
        _publishing.Add(command.Token, command);
        _published = default;
        Execute(command);
        return _published;
    }

    public void StartCall(SimulatedCall call, Peer target, GroupName group, ReadOnlyMemory<byte> payload)
    {
        long token = ++_tokens;
        _calls.Add(token, call);
        simulation.Observe(new CallStarted(simulation.Now, Id, token, call.Timeout));
        Execute(new StartCall(token, target, group, call.Method, call.Timeout, string.Empty, payload));
    }

    public void Execute(NodeCommand command) => Input(now => machine.Execute(command, now, this));

    /// <summary>Takes in an event of this life, or keeps it until the node goes on.</summary>
    public void Handle(in SimulationEvent happening)
    {
        if (!IsRunning)
        {
            return;
        }

        if (IsPaused)
        {
            if (_backlog.Count < BacklogLimit)
            {
                _backlog.Enqueue(happening);
            }
            else
            {
                simulation.Coverage.Lost++;
            }

            return;
        }

        switch (happening.Kind)
        {
            case EventKind.Wake:
                Wake(happening.Ticks);
                break;
            case EventKind.Signal:
                Execute((ReportPeerSignal)happening.Data!);
                break;
            case EventKind.Deliver:
                Flight flight = (Flight)happening.Data!;
                Receive(flight.Sender.Peer, flight.Message);
                break;
            default:
                throw new InvalidOperationException($"No life handles {happening.Kind}.");
        }
    }

    /// <summary>Gives the machine a message.</summary>
    public void Receive(Peer from, ProtocolMessage message) =>
        Input(now => machine.Receive(from, message, now, this));

    /// <summary>Tells whether this is the first frame between the two lives.</summary>
    public bool Connect(NodeId other) => _connected.Add(other);

    /// <summary>Notes that a frame went to or came from a node.</summary>
    public void Touch(int nodeIndex)
    {
        while (_contacts.Count <= nodeIndex)
        {
            _contacts.Add(-1);
        }

        _contacts[nodeIndex] = simulation.Now.Ticks;
    }

    /// <summary>Gets the nodes with which frames were exchanged since a time, in the order of their numbers.</summary>
    public IEnumerable<int> ContactsSince(long ticks)
    {
        for (int i = 0; i < _contacts.Count; i++)
        {
            if (_contacts[i] >= 0 && _contacts[i] >= ticks)
            {
                yield return i;
            }
        }
    }

    void IEffects.Send(in Peer to, ProtocolMessage message)
    {
        Peer receiver = to;
        _effects.Enqueue(() => simulation.Network.Send(this, receiver, message));
    }

    void IEffects.ViewChanged(GroupViewChange change) => _effects.Enqueue(() => simulation.OnViewChanged(this, change));

    void IEffects.Joined() => _effects.Enqueue(() =>
    {
        HasJoined = true;
        simulation.Record(TranscriptKind.Joined, node.Index, -1, 0, null);
    });

    void IEffects.LeaveCompleted() => _effects.Enqueue(() => simulation.EndLife(this, PeerSignal.Closed));

    void IEffects.DeliverRumor(RumorMessage rumor) => _effects.Enqueue(() => simulation.OnRumor(this, rumor));

    void IEffects.Published(long token, RumorId rumor)
    {
        _published = rumor;
        if (_publishing.Remove(token, out PublishRumor? command) && !rumor.Group.IsNone)
        {
            simulation.Coverage.RumorsPublished++;
            simulation.Observe(new RumorPublished(simulation.Now, Id, rumor, command.Topic, command.Payload));
        }
    }

    void IEffects.TransferChanged(TransferProgress progress) => node.Group(progress.Rumor.Group).Note(progress);

    void IEffects.Invoke(in Peer caller, CallRequest request)
    {
        Peer asker = caller;
        _effects.Enqueue(() => Execute(node.RunHandler(asker, request)));
    }

    void IEffects.CancelInvocation(in Peer caller, ulong callId)
    {
    }

    void IEffects.CallCompleted(long token, CallResult result, string errorText, ReadOnlyMemory<byte> payload) =>
        _effects.Enqueue(() =>
        {
            simulation.Record(TranscriptKind.CallCompleted, node.Index, -1, (ulong)token, result);
            simulation.Observe(new CallCompleted(simulation.Now, Id, token, result));
            simulation.Coverage.CallsCompleted++;
            if (_calls.Remove(token, out SimulatedCall? call))
            {
                call.Complete(result, errorText, payload);
            }
        });

    void IEffects.ProbeAnswered(NodeId member, TimeSpan roundTrip)
    {
        // Only a measurement: the network of a simulation is known.
    }

    void IEffects.Notify(ProtocolNotice notice) => _effects.Enqueue(() => simulation.OnNotice(this, notice));

    private void Wake(long due)
    {
        if (due != _wakeAt)
        {
            return;
        }

        _wakeAt = long.MaxValue;
        if (_progress.Advance(simulation.Now) is { } violation)
        {
            simulation.Fail(ProgressGuard.Name, $"{node.Name}: {violation}");
        }

        Input(now =>
        {
            if (machine.NextDeadline <= now)
            {
                machine.Advance(now, this);
            }
        });
    }

    private void Input(Action<MonotonicTime> input)
    {
        input(simulation.Now);
        if (!_carryingOut)
        {
            CarryOut();
        }

        Arm();
    }

    private void CarryOut()
    {
        _carryingOut = true;
        try
        {
            while (IsRunning && _effects.TryDequeue(out Action? effect))
            {
                effect();
            }
        }
        finally
        {
            _carryingOut = false;
        }

        if (IsRunning)
        {
            simulation.ObserveViews(this);
        }
    }

    private void Arm()
    {
        if (!IsRunning || machine.NextDeadline.IsNever)
        {
            return;
        }

        long due = Math.Max(machine.NextDeadline.Ticks, simulation.Now.Ticks);
        if (due < _wakeAt)
        {
            _wakeAt = due;
            simulation.Queue.Push(due, EventKind.Wake, this, null);
        }
    }
}
