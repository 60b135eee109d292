using NodeGroups.Protocol.Groups;
using NodeGroups.Protocol.Membership;

namespace NodeGroups.Protocol;

/// <summary>One node as a pure, deterministic state machine: it decides everything and does nothing.</summary>
/// <remarks>
/// A shell (the runtime, the simulator) feeds it inputs one at a time, each with the present time, and carries out what
/// it asks for through <see cref="IEffects"/>. Not thread-safe: one input at a time. The same settings and inputs give
/// the same effects, on any machine.
/// </remarks>
public sealed partial class NodeMachine
{
    // Views of more members than this are built at most once in each interval, so that a storm of joins costs no view
    // a join.
    private const int PromptViewLimit = 32;

    private static readonly TimeSpan ViewInterval = TimeSpan.FromMilliseconds(5);

    private readonly MachineEffects _effects;
    private readonly MembershipEngine _membership;
    private readonly GroupTable _groups;
    private readonly GossipEngine _gossip;
    private readonly CallTable _calls;
    private long _seenChanges = -1;
    private MonotonicTime _nextViews;
    private bool _groupsDirty;
    private bool _started;
    private bool _left;

    /// <summary>Creates a machine that has not started.</summary>
    /// <param name="settings">What it needs to know.</param>
    /// <exception cref="ArgumentNullException"><paramref name="settings"/> is null.</exception>
    public NodeMachine(MachineSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Settings = settings;
        _effects = new MachineEffects(Counters);
        _membership = new MembershipEngine(settings, Counters, _effects);
        _groups = new GroupTable(settings.Id, settings.AllOptions);
        _gossip = new GossipEngine(
            settings,
            Counters,
            id => _membership.Table.Find(id) is not null,
            _membership.Connected,
            new DeterministicRandom(settings.RandomSeed).Split("gossip"));
        _calls = new CallTable(settings, Counters);
    }

    /// <summary>Gets the settings.</summary>
    public MachineSettings Settings { get; }

    /// <summary>Gets the running totals.</summary>
    public NodeCounters Counters { get; } = new();

    /// <summary>
    /// Gets when <see cref="Advance"/> is wanted next; <see cref="MonotonicTime.Never"/> when nothing is due. A late or
    /// early call is harmless.
    /// </summary>
    public MonotonicTime NextDeadline { get; private set; } = MonotonicTime.Never;

    /// <summary>Starts the node: joins through the seed nodes, or begins alone. Once, before any other input.</summary>
    /// <param name="now">The present time.</param>
    /// <param name="effects">Where requests go.</param>
    /// <exception cref="InvalidOperationException">It has started already, or an effect called back.</exception>
    public void Start(MonotonicTime now, IEffects effects)
    {
        if (_started)
        {
            throw new InvalidOperationException("The machine has started already.");
        }

        _effects.Open(effects);
        try
        {
            _started = true;
            _groups.Start();
            _membership.Start(now);
            Settle(now);
        }
        finally
        {
            _effects.Close();
        }
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
        Open(effects);
        try
        {
            _membership.Enter(now, NextDeadline);
            Route(from, message, now);
            Settle(now);
        }
        finally
        {
            _effects.Close();
        }
    }

    /// <summary>Carries out a command of the shell.</summary>
    /// <param name="command">The command.</param>
    /// <param name="now">The present time.</param>
    /// <param name="effects">Where requests go.</param>
    /// <exception cref="InvalidOperationException">The machine has not started, or an effect called back.</exception>
    public void Execute(NodeCommand command, MonotonicTime now, IEffects effects)
    {
        ArgumentNullException.ThrowIfNull(command);
        Open(effects);
        try
        {
            _membership.Enter(now, NextDeadline);
            Route(command, now);
            Settle(now);
        }
        finally
        {
            _effects.Close();
        }
    }

    /// <summary>Does what is due. Does nothing when nothing is.</summary>
    /// <param name="now">The present time.</param>
    /// <param name="effects">Where requests go.</param>
    /// <exception cref="InvalidOperationException">The machine has not started, or an effect called back.</exception>
    public void Advance(MonotonicTime now, IEffects effects)
    {
        Open(effects);
        try
        {
            _membership.Enter(now, NextDeadline);
            _calls.Advance(now, _effects);
            if (!_left)
            {
                _membership.Advance();
                _gossip.Advance(now, _effects);
            }

            Settle(now);
        }
        finally
        {
            _effects.Close();
        }
    }

    /// <summary>Gets this node's view of a group.</summary>
    /// <param name="group">The group.</param>
    /// <returns>The view, or null when this node knows no such group.</returns>
    public GroupView? FindView(GroupName group) => _groups.Find(group);

    private void Open(IEffects effects)
    {
        if (!_started)
        {
            throw new InvalidOperationException("The machine has not started.");
        }

        _effects.Open(effects);
    }

    private void Settle(MonotonicTime now)
    {
        EndLost(now, areReplaced: false);
        if (!_left)
        {
            _membership.Spread();
            UpdateViews(now);
            if (!_membership.IsQuiet)
            {
                _gossip.EndQuiet(now);
            }
        }

        MonotonicTime views = _seenChanges == _membership.Table.Changes ? MonotonicTime.Never : _nextViews;
        NextDeadline = _left ? _calls.NextDeadline : MonotonicTime.Min(
            MonotonicTime.Min(_membership.NextDeadline, views),
            MonotonicTime.Min(_gossip.NextDeadline, _calls.NextDeadline));
    }

    private void UpdateViews(MonotonicTime now)
    {
        if (_seenChanges == _membership.Table.Changes && !_groupsDirty)
        {
            return;
        }

        if (!_groupsDirty && now < _nextViews && _membership.Table.PresentCount > PromptViewLimit)
        {
            return;
        }

        _nextViews = now + ViewInterval;
        _seenChanges = _membership.Table.Changes;
        _groupsDirty = false;
        foreach (GroupViewChange change in _groups.Rebuild(_membership.Table))
        {
            if (_groups.TakesPart(change.Group))
            {
                _gossip.SetView(change, _groups.OptionsOf(change.Group), now, _effects);
            }

            _effects.ViewChanged(change);
        }
    }
}
