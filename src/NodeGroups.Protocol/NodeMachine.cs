using NodeGroups.Protocol.Groups;
using NodeGroups.Protocol.Membership;

namespace NodeGroups.Protocol;

/// <summary>One node as a pure, deterministic state machine: it decides everything and does nothing.</summary>
/// <remarks>
/// A shell (the runtime, the simulator) feeds it inputs one at a time, each with the present time, and carries out what it
/// asks for through <see cref="IEffects"/>. Not thread-safe: one input at a time. The same settings and inputs give
/// the same effects, on any machine.
/// </remarks>
public sealed class NodeMachine
{
    private readonly MembershipEngine _membership;
    private readonly GroupTable _groups;
    private readonly GossipEngine _gossip;
    private readonly CallTable _calls;
    private long _seenChanges = -1;
    private bool _groupsDirty;
    private bool _busy;
    private bool _started;
    private bool _left;

    /// <summary>Creates a machine that has not started.</summary>
    /// <param name="settings">What it needs to know.</param>
    public NodeMachine(MachineSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Settings = settings;
        _membership = new MembershipEngine(settings, Counters);
        _groups = new GroupTable(settings.Id, settings.AllOptions);
        _gossip = new GossipEngine(settings, Counters, new DeterministicRandom(settings.RandomSeed).Split("gossip"));
        _calls = new CallTable(settings, Counters);
    }

    /// <summary>Gets the settings.</summary>
    public MachineSettings Settings { get; }

    /// <summary>Gets the running totals.</summary>
    public NodeCounters Counters { get; } = new();

    /// <summary>Gets when <see cref="Advance"/> is wanted next; <see cref="MonotonicTime.Never"/> when nothing is due. A late or early call is harmless.</summary>
    public MonotonicTime NextDeadline { get; private set; } = MonotonicTime.Never;

    /// <summary>Starts the node: joins through the seed nodes, or begins alone. Once in a life, before any other input.</summary>
    /// <param name="now">The present time.</param>
    /// <param name="effects">Where requests go.</param>
    /// <exception cref="InvalidOperationException">It has started already, or an effect called back.</exception>
    public void Start(MonotonicTime now, IEffects effects)
    {
        if (_started)
        {
            throw new InvalidOperationException("The machine has started already.");
        }

        _started = true;
        _groups.Start();
        Handle(now, effects, this, static (_, machine, _, _) => machine._membership.Start());
    }

    /// <summary>Takes in a message of a peer.</summary>
    /// <param name="from">The sender as its connection's handshake named it.</param>
    /// <param name="message">The message, addressed to this node or to whoever listens here.</param>
    /// <param name="now">The present time.</param>
    /// <param name="effects">Where requests go.</param>
    /// <exception cref="InvalidOperationException">The machine has not started, or an effect called back.</exception>
    public void Receive(in Peer from, ProtocolMessage message, MonotonicTime now, IEffects effects)
    {
        ArgumentNullException.ThrowIfNull(message);
        Handle(now, effects, (From: from, Message: message), static (machine, input, time, sink) =>
            machine.Route(input.From, input.Message, time, sink));
    }

    /// <summary>Carries out a command of the shell.</summary>
    /// <param name="command">The command.</param>
    /// <param name="now">The present time.</param>
    /// <param name="effects">Where requests go.</param>
    /// <exception cref="InvalidOperationException">The machine has not started, or an effect called back.</exception>
    public void Execute(NodeCommand command, MonotonicTime now, IEffects effects)
    {
        ArgumentNullException.ThrowIfNull(command);
        Handle(now, effects, command, static (machine, input, time, sink) => machine.Route(input, time, sink));
    }

    /// <summary>Does what is due. Does nothing when nothing is.</summary>
    /// <param name="now">The present time.</param>
    /// <param name="effects">Where requests go.</param>
    /// <exception cref="InvalidOperationException">The machine has not started, or an effect called back.</exception>
    public void Advance(MonotonicTime now, IEffects effects) =>
        Handle(now, effects, this, static (_, machine, time, sink) =>
    {
        machine._calls.Advance(time, sink);
        if (!machine._left)
        {
            machine._membership.Advance();
            machine._gossip.Advance(time, sink);
        }
    });

    /// <summary>Gets this node's view of a group.</summary>
    /// <param name="group">The group.</param>
    /// <returns>The view, or null when this node knows no such group.</returns>
    public GroupView? FindView(GroupName group) => _groups.Find(group);

    private void Handle<T>(
        MonotonicTime now, IEffects effects, T input, Action<NodeMachine, T, MonotonicTime, IEffects> route)
    {
        ArgumentNullException.ThrowIfNull(effects);
        if (_busy || !_started)
        {
            throw new InvalidOperationException(_busy
                ? "An effect must not call back into the machine." : "The machine has not started.");
        }

        _busy = true;
        try
        {
            _membership.Enter(now, effects);
            if (!NextDeadline.IsNever && now > NextDeadline + (Settings.Membership.ProbeInterval * 2))
            {
                _membership.Resume();
            }

            route(this, input, now, effects);
            Settle(now, effects);
        }
        finally
        {
            _busy = false;
        }
    }

    private void Settle(MonotonicTime now, IEffects effects)
    {
        foreach (Peer lost in _membership.TakeLost())
        {
            _calls.PeerLost(lost, now, effects);
        }

        if (!_left)
        {
            _membership.Spread();
            UpdateViews(now, effects);
        }

        NextDeadline = _left ? _calls.NextDeadline : MonotonicTime.Min(
            _membership.NextDeadline, MonotonicTime.Min(_gossip.NextDeadline, _calls.NextDeadline));
    }

    private void UpdateViews(MonotonicTime now, IEffects effects)
    {
        if (_seenChanges == _membership.Table.Changes && !_groupsDirty)
        {
            return;
        }

        _seenChanges = _membership.Table.Changes;
        _groupsDirty = false;
        foreach (GroupViewChange change in _groups.Rebuild(_membership.Table))
        {
            if (_groups.TakesPart(change.Group))
            {
                _gossip.SetView(change, _groups.OptionsOf(change.Group), now, effects);
            }

            effects.ViewChanged(change);
        }
    }

    private void Route(in Peer from, ProtocolMessage message, MonotonicTime now, IEffects effects)
    {
        if (_left || from.Id == Settings.Id)
        {
            Counters.MessagesDropped++;
            return;
        }

        Counters.MessagesReceived++;
        switch (message)
        {
            case MembershipMessage membership:
                _membership.Receive(from, membership);
                break;
            case GossipEnvelope gossip:
                _gossip.Receive(from, gossip, now, effects);
                break;
            case CallRequest request:
                _calls.Receive(from, request, now, effects);
                break;
            case CallReply reply:
                _calls.Receive(from, reply, now, effects);
                break;
            case CallCancel cancel:
                _calls.Receive(from, cancel, now, effects);
                break;
        }

        _membership.TellRemoved(from);
    }

    private void Route(NodeCommand command, MonotonicTime now, IEffects effects)
    {
        switch (command)
        {
            case StartCall call:
                _calls.Start(call, now, effects);
                break;
            case CancelCall cancel:
                _calls.Cancel(cancel, now, effects);
                break;
            case CompleteInvocation complete:
                _calls.Complete(complete, now, effects);
                break;
            case PublishRumor publish:
                _gossip.Publish(publish, now, effects);
                break;
            case ReportPeerSignal report:
                Report(report, now, effects);
                break;
            case LeaveCluster when !_left:
                _membership.Leave();
                _left = true;
                effects.LeaveCompleted();
                break;
            case JoinGroup or LeaveGroup or DefineGroup or UndefineGroup or ConfigureGroup when !_left:
                RouteGroup(command, now, effects);
                break;
        }
    }

    private void Report(ReportPeerSignal report, MonotonicTime now, IEffects effects)
    {
        if (!_left)
        {
            _membership.Signal(report.Peer, report.Signal);
        }

        if (report.Signal is PeerSignal.Reset or PeerSignal.Refused or PeerSignal.Replaced)
        {
            _calls.PeerLost(report.Peer, now, effects);
        }
    }

    private void RouteGroup(NodeCommand command, MonotonicTime now, IEffects effects)
    {
        bool recordChanged = false;
        switch (command)
        {
            case JoinGroup join when !join.Group.IsReserved:
                recordChanged = _groups.Join(join.Group, join.Options);
                _gossip.Configure(join.Group, join.Options, now, effects);
                break;
            case LeaveGroup leave when _groups.Leave(leave.Group, defined: false):
                recordChanged = true;
                _gossip.RemoveGroup(leave.Group);
                break;
            case DefineGroup define when !define.Group.IsReserved:
                recordChanged = _groups.Define(define);
                _gossip.Configure(define.Group, define.Options, now, effects);
                break;
            case UndefineGroup undefine when _groups.Leave(undefine.Group, defined: true):
                _gossip.RemoveGroup(undefine.Group);
                break;
            case ConfigureGroup configure when _groups.Configure(configure.Group, configure.Options):
                _gossip.Configure(configure.Group, configure.Options, now, effects);
                break;
        }

        _groupsDirty = true;
        if (recordChanged)
        {
            _membership.SetGroups(_groups.Joined);
        }
    }
}
