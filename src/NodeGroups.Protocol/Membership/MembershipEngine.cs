namespace NodeGroups.Protocol.Membership;

/// <summary>Who is in the cluster: merges what is heard, spreads what changed, and acts on probes and suspicions.</summary>
internal sealed class MembershipEngine : IProbeContext
{
    private const int FarewellLimit = 64;
    private static readonly TimeSpan ForgetInterval = TimeSpan.FromMinutes(1);
    private readonly MachineSettings _settings;
    private readonly NodeCounters _counters;
    private readonly DeterministicRandom _random;
    private readonly UpdateQueue _queue = new();
    private readonly SuspicionTracker _suspicions;
    private readonly Prober _prober;
    private readonly Joiner _joiner;
    private readonly List<Peer> _lost = [];
    private IEffects _effects = null!;
    private MonotonicTime _nextSpread = MonotonicTime.Zero;
    private MonotonicTime _nextSync = MonotonicTime.Never;
    private MonotonicTime _nextForget = MonotonicTime.Never;

    public MembershipEngine(MachineSettings settings, NodeCounters counters)
    {
        DeterministicRandom root = new(settings.RandomSeed);
        _settings = settings;
        _counters = counters;
        _random = root.Split("membership");
        _suspicions = new SuspicionTracker(settings.Membership);
        _prober = new Prober(settings.Membership, settings.Id, Table, counters, root.Split("probe"));
        _joiner = new Joiner(settings, root.Split("join"));
        Self = new Member(settings.Id, settings.Name, settings.Address, MemberStatus.Alive, 0, []);
    }

    /// <summary>All members known.</summary>
    public MemberTable Table { get; } = new(ProtocolLimits.Members);

    /// <summary>This node's own record.</summary>
    public Member Self { get; private set; }

    /// <inheritdoc/>
    public MonotonicTime Now { get; private set; }

    /// <summary>When <see cref="Advance"/> is wanted next.</summary>
    public MonotonicTime NextDeadline
    {
        get
        {
            MonotonicTime next = MonotonicTime.Min(_prober.NextDeadline, _suspicions.NextDeadline);
            next = MonotonicTime.Min(next, MonotonicTime.Min(_joiner.NextAttempt, _nextSync));
            return _queue.Count == 0 ? next : MonotonicTime.Min(next, _nextSpread);
        }
    }

    /// <summary>Begins one input.</summary>
    public void Enter(MonotonicTime now, IEffects effects)
    {
        Now = now;
        _effects = effects;
    }

    /// <summary>Takes the peers that were lost during this input.</summary>
    public Peer[] TakeLost()
    {
        Peer[] lost = [.. _lost];
        _lost.Clear();
        return lost;
    }

    /// <summary>Starts the node's life.</summary>
    public void Start()
    {
        Table.Set(Self, Now);
        _prober.Start(Now);
        _nextSync = Now + _random.NextTimeSpan(_settings.Membership.SyncInterval / 2, _settings.Membership.SyncInterval);
        _nextForget = Now + ForgetInterval;
        if (_joiner.HasJoined)
        {
            Joined();
        }

        Retry();
    }

    /// <summary>The process was paused: nobody may be blamed for the silence.</summary>
    public void Resume()
    {
        _prober.Reset(Now);
        _suspicions.Restart(Now, Table.Present.Length);
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

    /// <summary>Takes in a membership message.</summary>
    public void Receive(in Peer from, MembershipMessage message)
    {
        Merge(from, message);
        switch (message)
        {
            case Ping ping:
                Prober.Receive(from, ping, this);
                break;
            case Ack ack:
                _prober.Receive(from, ack, this);
                break;
            case PingRequest request:
                _prober.Receive(from, request, this);
                break;
            case Nack nack:
                _prober.Receive(from, nack, this);
                break;
            case Sync { IsRequest: true, IsLast: true }:
                SendTable(from, isRequest: false);
                break;
            case Sync { IsRequest: false, IsLast: true } when _joiner.Complete(Now):
                Joined();
                break;
        }
    }

    /// <summary>Tells a sender that is recorded as dead so, at most once a period, so that it can refute.</summary>
    public void TellRemoved(in Peer from)
    {
        if (Table.Find(from.Id) is { Status: MemberStatus.Dead } member
            && Table.MayTell(from.Id, Now, _settings.Membership.ProbeInterval))
        {
            Send(from, new MemberUpdates([member]));
        }
    }

    /// <summary>The transport noticed something about a peer.</summary>
    public void Signal(in Peer peer, PeerSignal signal)
    {
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
        foreach (NodeId id in _suspicions.TakeExpired(Now))
        {
            if (Table.Find(id) is { Status: MemberStatus.Suspect } member)
            {
                Apply(member.With(MemberStatus.Dead), spread: true);
            }
        }

        _prober.Advance(this);
        Retry();
        if (_nextSync <= Now)
        {
            TimeSpan interval = _settings.Membership.SyncInterval;
            _nextSync = Now + _random.NextTimeSpan(interval * 0.75, interval * 1.25);
            foreach (Member member in Table.Draw(1, Self.Id, Self.Id, _random))
            {
                SendTable(member.ToPeer(), isRequest: true);
            }
        }

        if (_nextForget <= Now)
        {
            _nextForget = Now + ForgetInterval;
            Table.Forget(Now, _settings.Membership.TombstoneRetention);
        }
    }

    /// <summary>Spreads what changed, at once after a quiet time and then at most once an interval.</summary>
    public void Spread()
    {
        if (_queue.Count == 0 || Now < _nextSpread)
        {
            return;
        }

        List<Member> receivers = Table.Draw(_settings.Membership.GossipFanout, Self.Id, Self.Id, _random);
        if (receivers.Count == 0)
        {
            _queue.Clear();
            return;
        }

        _nextSpread = Now + _settings.Membership.GossipInterval;
        MemberUpdates message = new(_queue.Take(receivers.Count, SendLimit));
        foreach (Member receiver in receivers)
        {
            Send(receiver.ToPeer(), message);
        }
    }

    /// <inheritdoc/>
    public void Send(in Peer to, ProtocolMessage message)
    {
        _counters.MessagesSent++;
        _effects.Send(to, message);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Member> Piggyback(NodeId about)
    {
        Member[] updates = _queue.Take(1, SendLimit);
        return Table.Find(about) is { Status: MemberStatus.Suspect or MemberStatus.Dead } doubted
            && !updates.Contains(doubted) ? [doubted, .. updates] : updates;
    }

    /// <inheritdoc/>
    public void Doubt(NodeId target, int confirmations, int refusals, bool hard)
    {
        if (Table.Find(target) is { Status: MemberStatus.Alive } member)
        {
            _counters.SuspicionsRaised++;
            Apply(member.With(MemberStatus.Suspect), spread: true);
        }

        _suspicions.Confirm(target, confirmations, refusals, hard, Table.Present.Length, Now);
    }

    /// <inheritdoc/>
    public void Answered(NodeId target) => _suspicions.Restart(target, Now, Table.Present.Length);

    private int SendLimit => _settings.Membership.RetransmitMultiplier
        * (int)Math.Ceiling(Math.Log2(Table.Present.Length + 1));

    private void Joined()
    {
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

    private void SendTable(in Peer to, bool isRequest)
    {
        Member[] all = Table.Snapshot();
        for (int start = 0; start < all.Length; start += ProtocolLimits.MembersPerMessage)
        {
            int end = Math.Min(all.Length, start + ProtocolLimits.MembersPerMessage);
            Send(to, new Sync(isRequest, end == all.Length, all[start..end]));
        }
    }

    private void Merge(in Peer from, MembershipMessage message)
    {
        bool spread = _joiner.HasJoined || message is not Sync { IsRequest: false };
        foreach (Member heard in message.Updates)
        {
            if (heard.Id == Self.Id)
            {
                Refute(heard);
                continue;
            }

            Member? current = Table.Find(heard.Id);
            if (heard.Id.IsNone || heard.Address.IsNone || heard.Groups.Count > ProtocolLimits.GroupsPerMember
                || heard.Status is < MemberStatus.Alive or > MemberStatus.Left
                || !MemberPrecedence.IsBelievable(heard.Incarnation, current?.Incarnation ?? 0, current is null))
            {
                _counters.MessagesDropped++;
            }
            else if (current is null || MemberPrecedence.Supersedes(heard, current))
            {
                Apply(heard, spread);
                if (heard.Id == from.Id && heard.IsPresent)
                {
                    RemoveOlderLife(heard);
                }
            }
        }
    }

    private void RemoveOlderLife(Member fresh)
    {
        foreach (Member member in Table.Present)
        {
            if (member.Address == fresh.Address && member.Id != fresh.Id && member.Id != Self.Id)
            {
                Apply(member.With(MemberStatus.Dead), spread: true);
            }
        }
    }

    private void Refute(Member heard)
    {
        if (heard.Status is not (MemberStatus.Suspect or MemberStatus.Dead) || heard.Incarnation < Self.Incarnation
            || Self.Status == MemberStatus.Left)
        {
            return;
        }

        if (!MemberPrecedence.IsBelievable(heard.Incarnation, Self.Incarnation, isNew: false))
        {
            _counters.MessagesDropped++;
            return;
        }

        _counters.Refutations++;
        Announce(Self.With(MemberStatus.Alive, heard.Incarnation + 1));
        Notify(ProtocolNoticeKind.SelfRefuted, Self);
    }

    private void Announce(Member self)
    {
        Self = self;
        Table.Set(self, Now);
        _queue.Add(self);
    }

    private void Apply(Member member, bool spread)
    {
        Member? before = Table.Find(member.Id);
        if (!Table.Set(member, Now))
        {
            _counters.MessagesDropped++;
            return;
        }

        if (spread && (before is not null || member.IsPresent))
        {
            _queue.Add(member);
        }

        if (member.Status == MemberStatus.Suspect)
        {
            if (before?.Incarnation != member.Incarnation)
            {
                _suspicions.Remove(member.Id);
            }

            _suspicions.Start(member.Id, Now, Table.Present.Length);
            Notify(ProtocolNoticeKind.MemberSuspected, member);
            return;
        }

        _suspicions.Remove(member.Id);
        if (member.IsPresent)
        {
            if (before is null || before.Status != MemberStatus.Alive)
            {
                Notify(before is null ? ProtocolNoticeKind.MemberJoined : ProtocolNoticeKind.MemberRefuted, member);
            }
        }
        else if (before is not null)
        {
            _prober.Forget(member.Id);
            _lost.Add(member.ToPeer());
            Notify(
                member.Status == MemberStatus.Dead ? ProtocolNoticeKind.MemberDied : ProtocolNoticeKind.MemberLeft, member);
        }
    }

    private void Notify(ProtocolNoticeKind kind, Member member) =>
        _effects.Notify(new ProtocolNotice(kind, member, string.Empty));
}
