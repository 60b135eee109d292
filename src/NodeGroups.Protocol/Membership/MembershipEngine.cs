namespace NodeGroups.Protocol.Membership;

/// <summary>
/// Who is in the cluster: merges what is heard, spreads what changed, and acts on probes and suspicions.
/// </summary>
internal sealed partial class MembershipEngine : IProbeContext
{
    private const int FarewellLimit = 64;

    /// <summary>Of so many spreadings, one goes to a member whether it is connected or not.</summary>
    private const int FreeReceiverInterval = 4;
    private static readonly TimeSpan ForgetInterval = TimeSpan.FromMinutes(1);
    private readonly MachineSettings _settings;
    private readonly NodeCounters _counters;
    private readonly IEffects _effects;
    private readonly DeterministicRandom _random;
    private readonly UpdateQueue _queue = new();
    private readonly SuspicionTracker _suspicions;
    private readonly Prober _prober;
    private readonly Joiner _joiner;
    private readonly SyncServer _syncs;
    private readonly Queue<Member> _lost = [];
    private readonly SpreadPace _pace;
    private readonly QuietStart _quiet;
    private MonotonicTime _nextSync = MonotonicTime.Never;
    private TimeSpan _syncPause;
    private MonotonicTime _nextForget = MonotonicTime.Never;
    private bool _isRecovering;

    /// <summary>Creates the engine of a node that has not started; it sends and tells through the effects.</summary>
    public MembershipEngine(MachineSettings settings, NodeCounters counters, IEffects effects)
    {
        DeterministicRandom root = new(settings.RandomSeed);
        _settings = settings;
        _counters = counters;
        _effects = effects;
        _random = root.Split("membership");
        _suspicions = new SuspicionTracker(settings.Membership);
        _prober = new Prober(settings.Membership, settings.Id, Table, Connected, counters, root.Split("probe"));
        _joiner = new Joiner(settings, root.Split("join"));
        _syncs = new SyncServer(settings.Membership);
        _pace = new SpreadPace(settings.Membership.GossipInterval);
        _quiet = new QuietStart(settings.QuietLimit);
        Self = new Member(settings.Id, settings.Name, settings.Address, MemberStatus.Alive, 0, []);
    }

    /// <summary>All members known.</summary>
    public MemberTable Table { get; } = new(ProtocolLimits.Members);

    /// <summary>This node's own record.</summary>
    public Member Self { get; private set; }

    /// <summary>The peers to which a connection stands.</summary>
    public ConnectedPeers Connected { get; } = new();

    /// <inheritdoc/>
    public MonotonicTime Now { get; private set; }

    /// <summary>When <see cref="Advance"/> is wanted next.</summary>
    public MonotonicTime NextDeadline
    {
        get
        {
            MonotonicTime next = MonotonicTime.Min(_joiner.NextAttempt, _nextSync);
            next = MonotonicTime.Min(next, MonotonicTime.Min(_prober.NextDeadline, _syncs.NextDeadline));
            next = MonotonicTime.Min(next, _quiet.End);
            next = _isRecovering ? next : MonotonicTime.Min(next, _suspicions.NextDeadline);
            return _queue.Count == 0 ? next : MonotonicTime.Min(next, _pace.Next);
        }
    }

    private int SendLimit => _settings.Membership.RetransmitMultiplier
        * (int)Math.Ceiling(Math.Log2(Table.PresentCount + 1));

    /// <summary>Begins one input. One that comes far too late tells that the process was paused.</summary>
    /// <param name="now">The present time.</param>
    /// <param name="deadline">When the machine had wanted to be called.</param>
    public void Enter(MonotonicTime now, MonotonicTime deadline)
    {
        Now = now;
        if (!deadline.IsNever && now > deadline + (_settings.Membership.ProbeInterval * 2))
        {
            _prober.Resume(now);
            _isRecovering = true;
        }
    }

    /// <summary>Takes a member that died or left during this input.</summary>
    public Member? TakeLost() => _lost.TryDequeue(out Member? lost) ? lost : null;

    /// <summary>Starts the node's life.</summary>
    public void Start(MonotonicTime now)
    {
        Now = now;
        Table.Set(Self, Now);
        _quiet.Begin(Now);
        _prober.Start(Now + (_quiet.IsQuiet ? _settings.QuietLimit : TimeSpan.Zero));
        PlanSync(first: true);
        _nextForget = Now + ForgetInterval;
        if (_joiner.HasJoined)
        {
            Joined();
        }

        Retry();
    }

    /// <summary>Changes the groups this node is in.</summary>
    public void SetGroups(IReadOnlyList<GroupName> groups) => Announce(
        new Member(Self.Id, Self.Name, Self.Address, MemberStatus.Alive, Self.Incarnation + 1, groups));

    /// <summary>Says farewell.</summary>
    public void Leave()
    {
        List<Member> others = Table.Draw(FarewellLimit, Self.Id, Self.Id, _random);
        Announce(Self.With(MemberStatus.Left, Self.Incarnation + 1));
        MemberUpdates farewell = new([Self]);
        foreach (Member other in others)
        {
            Send(other.ToPeer(), farewell);
        }
    }

    /// <summary>The transport noticed something about a peer.</summary>
    public void Signal(in Peer peer, PeerSignal signal)
    {
        Connected.Note(peer.Id, signal);
        Member? member = peer.Id.IsNone ? Table.FindPresent(peer.Address) : Table.Find(peer.Id);
        if (member is not { IsPresent: true } || member.Id == Self.Id)
        {
            return;
        }

        if (signal == PeerSignal.Replaced && !peer.Id.IsNone)
        {
            Apply(member.With(MemberStatus.Dead), spread: true);
        }
        else if (signal is PeerSignal.Refused or PeerSignal.Reset or PeerSignal.Closed)
        {
            _prober.Evidence(member, signal, this);
        }
    }

    /// <summary>Does what is due.</summary>
    public void Advance()
    {
        _prober.Advance(this);
        if (_isRecovering && !_prober.IsRecovering)
        {
            _isRecovering = false;
            _suspicions.Restart(Now, Table.PresentCount);
        }

        if (!_isRecovering)
        {
            BuryExpired();
        }

        Retry();
        while (_syncs.TakeNext(Now) is { } waiting)
        {
            SendTable(waiting, isRequest: false);
        }

        if (_quiet.End <= Now)
        {
            // Nobody has introduced this node: it does so itself.
            EndQuiet();
            _queue.Add(Self);
        }

        if (_nextSync <= Now)
        {
            Compare();
        }

        if (_nextForget <= Now)
        {
            _nextForget = Now + ForgetInterval;
            Table.Forget(Now, _settings.Membership.TombstoneRetention);
        }
    }

    /// <summary>Spreads what changed, at once after a quiet time and then at the pace.</summary>
    /// <remarks>
    /// A node that misses answers is likely to be overloaded, or its network is: it spreads less often, because an
    /// overload that makes suspicions, which make messages, which make the overload, would never end.
    /// </remarks>
    public void Spread()
    {
        if (_queue.Count == 0 || Now < _pace.Next)
        {
            return;
        }

        if (_quiet.Sponsor is { } sponsor)
        {
            SpreadTo(sponsor);
            return;
        }

        int free = _random.NextInt32(FreeReceiverInterval) == 0 ? 1 : 0;
        List<Member> receivers = Connected.Draw(
            _settings.Membership.GossipFanout, free, Table, Self.Id, Self.Id, _random);
        if (receivers.Count == 0)
        {
            _queue.Clear();
            return;
        }

        _pace.Note(Now, _prober.LocalHealth);
        MemberUpdates message = new(_queue.Take(receivers.Count, SendLimit));
        foreach (Member receiver in receivers)
        {
            Send(receiver.ToPeer(), message);
        }
    }

    private void BuryExpired()
    {
        foreach (NodeId id in _suspicions.TakeExpired(Now))
        {
            if (Table.Find(id) is { Status: MemberStatus.Suspect } member)
            {
                Apply(member.With(MemberStatus.Dead), spread: true);
            }
        }
    }

    /// <summary>
    /// Soon after joining, then ever more rarely: those who join together learn of each other from the seed node only
    /// in part, and nobody spreads to them what all others know already. A sync that told something new is soon
    /// followed by another.
    /// </summary>
    private void PlanSync(bool first)
    {
        MembershipSettings settings = _settings.Membership;
        TimeSpan pause = _quiet.IsQuiet ? settings.ProbeInterval : first ? settings.JoinRetryInterval : _syncPause * 2;
        _syncPause = pause < settings.SyncInterval ? pause : settings.SyncInterval;
        _nextSync = Now + _random.NextTimeSpan(_syncPause * 0.75, _syncPause * 1.25);
    }

    private void Joined()
    {
        PlanSync(first: true);
        _effects.Joined();
        Notify(ProtocolNoticeKind.Joined, Self);
    }

    private void Retry()
    {
        foreach (Peer target in _joiner.TakeTargets(Table, Now))
        {
            if (!_joiner.HasJoined)
            {
                _effects.Notify(new ProtocolNotice(ProtocolNoticeKind.JoinAttempt, null, target.Address.ToString()));
            }

            SendTable(target, isRequest: true);
        }
    }

    private void SendTable(in Peer to, bool isRequest) =>
        SendRecords(to, Table.Snapshot(), (records, isLast) => new Sync(isRequest, isLast, records));

    /// <summary>Sends records in as many messages as they need.</summary>
    private void SendRecords(in Peer to, Member[] all, Func<Member[], bool, MembershipMessage> wrap)
    {
        int start = 0;
        while (start < all.Length)
        {
            int end = start;
            int bytes = 0;
            do
            {
                bytes += RecordSize.Of(all[end++]);
            }
            while (end < all.Length && end - start < ProtocolLimits.MembersPerMessage
                && bytes + RecordSize.Of(all[end]) <= RecordSize.BytesPerMessage);

            Send(to, wrap(all[start..end], end == all.Length));
            start = end;
        }
    }

    private void Notify(ProtocolNoticeKind kind, Member member) =>
        _effects.Notify(new ProtocolNotice(kind, member, string.Empty));
}
