using NodeGroups.Protocol;
using NodeGroups.Protocol.Membership;

namespace NodeGroups.Gossip;

/// <summary>One group as the gossip engine keeps it: view, strategy, rumors and repair.</summary>
internal sealed partial class GossipGroup
{
    private static readonly Fanout s_none = Fanout.Constant(0);
    private readonly NodeId _self;
    private readonly GossipSettings _settings;
    private readonly NodeCounters _counters;
    private readonly GossipContext _context;
    private readonly RumorStore _store;
    private readonly GossipDelays _delays;
    private readonly MissingRumors _missing;
    private readonly DigestExchange _exchange;
    private readonly RepairSchedule _repair;
    private readonly TimerQueue _timers = new();
    private readonly List<(int Holder, NodeId Origin, ulong Sequence)> _asks = [];
    private readonly List<ulong> _sequences = [];
    private IGossipStrategy _strategy = null!;
    private GroupGossipOptions _options = GroupGossipOptions.Default;
    private GroupView _view;
    private GossipMembers? _members;
    private GossipMembers? _formerMembers;
    private MonotonicTime _nextRound = MonotonicTime.Never;
    private MonotonicTime _nextForgetting = MonotonicTime.Never;
    private RumorId _latest;
    private ulong _published;
    private bool _isMember;
    private bool _isAcquainted;

    /// <summary>Creates a group that is not active yet.</summary>
    public GossipGroup(
        GroupName name,
        ulong published,
        MachineSettings settings,
        NodeCounters counters,
        LargeBudget largeBudget,
        Predicate<NodeId> isClusterMember,
        ConnectedPeers connected,
        DeterministicRandom random)
    {
        _published = published;
        Name = name;
        _self = settings.Id;
        _settings = settings.Gossip;
        _counters = counters;
        _connected = connected;
        _partners = random.Split("partners");
        _view = new GroupView(name, 0, []);
        _store = new RumorStore(_settings, _self, isClusterMember);
        _delays = new GossipDelays(_settings, counters.Network.Latency);
        _missing = new MissingRumors(_settings, _delays);
        _gate = new PublicationGate(_settings, _store);
        _exchange = new DigestExchange(_self, _store, _missing, _settings);
        _repair = new RepairSchedule(_settings, _delays, _missing, random.Split("repair"));
        _context = new GossipContext(this, _self, random.Split("strategy"));
        Large = new LargeRumors(this, settings, counters, largeBudget, random.Split("large"));
    }

    /// <summary>Gets the name.</summary>
    public GroupName Name { get; }

    /// <summary>Gets how many rumors this node has published in the group.</summary>
    public ulong Published => _published;

    /// <summary>Gets a value indicating whether the group is known here now.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Gets or sets a value indicating whether this node keeps quiet, so that comparisons wait.</summary>
    public bool IsQuiet { private get; set; }

    /// <summary>Gets the members, computed when they are first used after a view change.</summary>
    public GossipMembers Members
    {
        get
        {
            if (_members is null)
            {
                _members = new GossipMembers(_view, _self, _formerMembers);
                _formerMembers = null;
            }

            return _members;
        }
    }

    /// <summary>Gets when <see cref="Advance"/> is wanted next.</summary>
    public MonotonicTime NextDeadline =>
        IsActive
            ? MonotonicTime.Min(
                MonotonicTime.Min(MonotonicTime.Min(_repair.Next, _missing.Next), _nextForgetting),
                MonotonicTime.Min(
                    MonotonicTime.Min(MonotonicTime.Min(_nextRound, _timers.Next), Large.Next),
                    MonotonicTime.Min(_gate.Next, _nextHold)))
            : MonotonicTime.Never;

    /// <summary>The view changed.</summary>
    public void SetView(GroupViewChange change, GroupGossipOptions options, MonotonicTime now, IEffects effects)
    {
        _store.ForgetOrigins(_view, now);
        _view = change.Current;
        _formerMembers = _members ?? _formerMembers;
        _members = null;
        _isMember = _view.Contains(_self);
        _gate.KeepOnly(_view);
        _nextForgetting = _store.ForgetOrigins(_view, now);
        bool isFirst = !IsActive;
        if (isFirst)
        {
            IsActive = true;
            _isAcquainted = false;
            Configure(options, effects);
        }

        if (NeedsToCompare || (HasPeers && change.Joined.Count > 0 && _store.Count > 0))
        {
            Acquaint(now);
        }
        else if (HasPeers && change.Failed.Count + change.Left.Count > 0)
        {
            _repair.NoteDeparture(now);
        }

        if (!isFirst)
        {
            try
            {
                _context.Begin(now, effects);
                _strategy.OnViewChanged(change, _context);
            }
            catch (Exception exception)
            {
                NoteFailure(exception, effects);
            }
        }
    }

    /// <summary>Takes new options: a new instance of the strategy begins without state of the former one.</summary>
    public void Configure(GroupGossipOptions options, IEffects effects)
    {
        _options = options;
        _timers.Clear();
        _nextRound = MonotonicTime.Never;
        _store.ClearStates();
        _members = null;
        _formerMembers = null;
        try
        {
            _strategy = options.Strategy.Create();
        }
        catch (Exception exception)
        {
            NoteFailure(exception, effects);
            _strategy = GossipStrategies.Push().Create();
        }
    }

    /// <summary>
    /// The group is no longer known: payloads go; what is known of each origin stays, so that nothing is delivered
    /// twice.
    /// </summary>
    public void Deactivate(IEffects effects)
    {
        RefuseWaiting(effects);
        _isSlow = false;
        _nextHold = MonotonicTime.Never;
        IsActive = false;
        Large.Clear(effects);
        _store.Clear();
        _missing.Clear();
        _timers.Clear();
        _repair.Stop();
        _nextRound = MonotonicTime.Never;
        _members = null;
        _formerMembers = null;
        _latest = default;
    }

    /// <summary>Does what is due.</summary>
    public void Advance(MonotonicTime now, IEffects effects)
    {
        if (_nextHold <= now)
        {
            RenewHolds(now, effects);
        }

        if (_gate.Next <= now)
        {
            PublishWaiting(now, effects);
        }

        if (_missing.Next <= now)
        {
            AskForMissing(now, effects);
        }

        if (_repair.Next <= now)
        {
            _store.Expire(now);
            RunRepairRound(now, effects);
        }

        if (_nextForgetting <= now)
        {
            _nextForgetting = _store.ForgetOrigins(_view, now);
        }

        if (_nextRound <= now)
        {
            _nextRound = MonotonicTime.Never;
            TellRound(now, effects);
        }

        if (Large.Next <= now)
        {
            Large.Advance(now, effects);
        }

        for (int i = 0; i < TimerQueue.Limit && _timers.TryTake(now, out RumorId rumor); i++)
        {
            Tell(_self, new GossipMessage(GossipMessageKind.Timer, rumor), now, effects);
        }
    }

    /// <summary>Gets the fan-out as it was given.</summary>
    public Fanout Fanout => _options.Fanout;

    /// <summary>Gets the fan-out: at least 1 while there is a peer, unless it is the constant 0.</summary>
    public int GetFanout(IEffects effects)
    {
        int peers = Members.PeerCount;
        if (peers == 0)
        {
            return 0;
        }

        int fanout = 0;
        try
        {
            fanout = _options.Fanout.For(peers + 1, _counters.MessageLoss);
        }
        catch (Exception exception)
        {
            NoteFailure(exception, effects);
        }

        return fanout == 0 && _options.Fanout.Equals(s_none) ? 0 : Math.Clamp(fanout, 1, peers);
    }

    /// <summary>Sets a timer of the strategy.</summary>
    public void SetTimer(in RumorId rumor, MonotonicTime time)
    {
        if (!_timers.TryAdd(rumor, time))
        {
            CountDropped();
        }
    }

    /// <summary>Asks for a round of the strategy.</summary>
    public void ScheduleRound(MonotonicTime time) => _nextRound = MonotonicTime.Min(_nextRound, time);

    /// <summary>Counts a wish or message that broke a rule.</summary>
    public void CountDropped() => _counters.MessagesDropped++;

    private OriginLog? GetOrigin(NodeId origin, MonotonicTime now)
    {
        OriginLog? log = _store.GetOrigin(origin, now);
        if (log is not null && _nextForgetting.IsNever && origin != _self && !_view.Contains(origin))
        {
            _nextForgetting = now + _settings.OriginMemory;
        }

        return log;
    }
}
