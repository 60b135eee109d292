namespace NodeGroups.Protocol.Membership;

/// <summary>
/// Asks members whether they are there, one each period in a shuffled round, and at once where there is evidence.
/// </summary>
/// <remarks>
/// SWIM (Das, Gupta, Motivala 2002) with Lifeguard's nacks and local health (Dadgar, Phillips, Currey 2017): a node
/// that misses answers, or that others suspect, trusts itself less: it waits longer and asks less often, so that an
/// overloaded process does not drown in questions about its own slowness. A refused connection is hard evidence, but of
/// one node only: it makes a doubt when helpers were refused as well, or when there are none.
/// </remarks>
internal sealed partial class Prober(
    MembershipSettings settings,
    NodeId self,
    MemberTable table,
    ConnectedPeers connected,
    NodeCounters counters,
    DeterministicRandom random)
{
    private const int ProbeLimit = 256;
    private const int RelayLimit = 1024;
    private const int LocalHealthLimit = 8;
    private const int RecoveryPeriods = 64;
    private readonly List<Probe> _probes = [];
    private readonly List<ProbeRelay> _relays = [];
    private NodeId[] _round = [];
    private int _next;
    private uint _sequence;
    private MonotonicTime _nextTick = MonotonicTime.Zero;
    private MonotonicTime _recoveryEnd = MonotonicTime.Zero;

    /// <summary>
    /// Whether this process was paused and has not probed a whole fresh round since: it accuses nobody.
    /// </summary>
    public bool IsRecovering { get; private set; }

    /// <summary>Lifeguard's multiplier: 0 is best.</summary>
    public int LocalHealth { get; private set; }

    private int Patience => 1 + LocalHealth;

    /// <summary>When <see cref="Advance"/> is wanted next.</summary>
    public MonotonicTime NextDeadline
    {
        get
        {
            MonotonicTime next = table.PresentCount > 1 ? _nextTick : MonotonicTime.Never;
            foreach (Probe probe in _probes)
            {
                next = MonotonicTime.Min(next, probe.Deadline);
            }

            foreach (ProbeRelay relay in _relays)
            {
                next = MonotonicTime.Min(next, relay.Deadline);
            }

            return next;
        }
    }

    /// <summary>Begins; the first period starts at a random moment so that nodes do not probe in step.</summary>
    public void Start(MonotonicTime now) =>
        _nextTick = now + random.NextTimeSpan(TimeSpan.Zero, settings.ProbeInterval);

    /// <summary>Drops what runs, because this process was paused: silence then says nothing about others.</summary>
    public void Resume(MonotonicTime now)
    {
        _probes.Clear();
        _relays.Clear();
        _round = [];
        _next = 0;
        _nextTick = now;
        _recoveryEnd = now + (settings.ProbeInterval * RecoveryPeriods);
        IsRecovering = true;
    }

    /// <summary>Does what is due.</summary>
    public void Advance(IProbeContext context)
    {
        MonotonicTime now = context.Now;
        IsRecovering &= now < _recoveryEnd;
        foreach (Probe probe in _probes.ToArray())
        {
            if (!probe.IsIndirect && probe.DirectDeadline <= now)
            {
                AskHelpers(probe, context);
            }

            if (probe.EndDeadline <= now)
            {
                Fail(probe, context);
            }
        }

        foreach (ProbeRelay relay in _relays.ToArray())
        {
            if (relay.Deadline <= now)
            {
                _relays.Remove(relay);
                context.Send(relay.Requester, new Nack(relay.RequestSequence, false, context.Piggyback(NodeId.None)));
            }
        }

        if (_nextTick <= now && table.PresentCount > 1)
        {
            _nextTick = now + (settings.ProbeInterval * Patience);
            if (NextOfRound() is { } member)
            {
                Begin(member, context);
            }
        }
    }

    /// <summary>A ping of a peer.</summary>
    public static void Receive(in Peer from, Ping message, IProbeContext context) =>
        context.Send(from, new Ack(message.Sequence, context.Piggyback(from.Id)));

    /// <summary>An answer, direct or passed on by a helper.</summary>
    public void Receive(in Peer from, Ack message, IProbeContext context)
    {
        NodeId sender = from.Id;
        if (_probes.Find(one => one.Sequence == message.Sequence) is { } probe
            && (probe.Target.Id == sender || probe.Helpers.Contains(sender)))
        {
            _probes.Remove(probe);
            if (probe.Target.Id == sender)
            {
                NoteAnswer(probe, context);
            }
            else
            {
                counters.Network.NoteMissed();
            }

            if (probe.Target.Id != sender && probe.IsHard)
            {
                // Only the link from here is broken: its next refusals are no news.
                table.HoldProbes(probe.Target.Id, context.Now + settings.ProbeInterval);
            }

            context.Answered(probe.Target.Id);
        }
        else if (_relays.Find(one => one.Sequence == message.Sequence && one.Target == sender) is { } relay)
        {
            _relays.Remove(relay);
            context.Send(relay.Requester, new Ack(relay.RequestSequence, context.Piggyback(NodeId.None)));
        }
    }

    /// <summary>A helper could not reach the target either.</summary>
    public void Receive(in Peer from, Nack message, IProbeContext context)
    {
        NodeId sender = from.Id;
        if (_probes.Find(one => one.Sequence == message.Sequence) is not { } probe || !probe.Helpers.Remove(sender))
        {
            return;
        }

        probe.Confirmations++;
        probe.Refusals += message.Refused ? 1 : 0;
        DoubtRefused(probe, context);
    }

    /// <summary>A peer asks this node to ping a member for it; only members are pinged, never an address.</summary>
    public void Receive(in Peer from, PingRequest message, IProbeContext context)
    {
        if (message.Target == self)
        {
            context.Send(from, new Ack(message.Sequence, context.Piggyback(from.Id)));
            return;
        }

        Member? target = table.Find(message.Target);
        if (target is not { IsPresent: true } || _relays.Count >= RelayLimit)
        {
            context.Send(from, new Nack(message.Sequence, false, context.Piggyback(NodeId.None)));
            return;
        }

        ProbeRelay relay = new(
            ++_sequence,
            from,
            message.Sequence,
            target.Id,
            context.Now + ((settings.ProbeInterval - settings.ProbeTimeout) * 0.8));
        _relays.Add(relay);
        context.Send(target.ToPeer(), new Ping(relay.Sequence, context.Piggyback(target.Id)));
    }

    /// <summary>A member is gone: nobody asks about it any more.</summary>
    public void Forget(NodeId id)
    {
        _probes.RemoveAll(probe => probe.Target.Id == id);
        _relays.RemoveAll(relay => relay.Target == id);
    }

    /// <summary>An answer came by itself. A late one is no sign of health: it needed the patience.</summary>
    private void NoteAnswer(Probe probe, IProbeContext context)
    {
        TimeSpan roundTrip = context.Now - probe.Started;
        counters.Network.NoteAnswer(roundTrip);
        context.Measured(probe.Target.Id, roundTrip);
        if (LocalHealth > 0 && roundTrip <= settings.ProbeTimeout)
        {
            LocalHealth /= 2;
            _nextTick = MonotonicTime.Min(_nextTick, probe.Started + (settings.ProbeInterval * Patience));
        }
    }

    private Probe? Begin(Member member, IProbeContext context)
    {
        if (_probes.Count >= ProbeLimit || _probes.Exists(one => one.Target.Id == member.Id))
        {
            return null;
        }

        // The first question to a member has to wait for a connection, among the dials of a cluster that forms.
        int patience = Patience + (connected.HasMet(member.Id) ? 0 : 1);
        Probe probe = new(
            ++_sequence,
            member.ToPeer(),
            context.Now,
            context.Now + (settings.ProbeTimeout * patience),
            context.Now + (settings.ProbeInterval * patience));
        _probes.Add(probe);
        counters.ProbesSent++;
        context.Send(probe.Target, new Ping(probe.Sequence, context.Piggyback(member.Id)));
        return probe;
    }

    private void AskHelpers(Probe probe, IProbeContext context)
    {
        if (probe.IsIndirect)
        {
            return;
        }

        probe.IsIndirect = true;
        foreach (Member helper in connected.Draw(settings.IndirectProbes, 0, table, self, probe.Target.Id, random))
        {
            Ask(helper, probe, context);
        }
    }

    private static void Ask(Member helper, Probe probe, IProbeContext context)
    {
        probe.Asked++;
        probe.Helpers.Add(helper.Id);
        context.Send(
            helper.ToPeer(), new PingRequest(probe.Sequence, probe.Target.Id, context.Piggyback(probe.Target.Id)));
    }

    private void Fail(Probe probe, IProbeContext context)
    {
        _probes.Remove(probe);
        counters.ProbesFailed++;
        LocalHealth = Math.Min(LocalHealthLimit, LocalHealth + probe.Helpers.Count);
        if (IsRecovering)
        {
            return;
        }

        context.Doubt(probe.Target.Id, probe.Confirmations, probe.Refusals, probe.IsHard);
    }

    private Member? NextOfRound()
    {
        for (int attempt = 0; attempt < 2; attempt++)
        {
            while (_next < _round.Length)
            {
                if (table.Find(_round[_next++]) is { IsPresent: true } member)
                {
                    return member;
                }
            }

            IsRecovering &= _round.Length == 0;
            _next = 0;
            _round = [.. table.Present.Where(member => member.Id != self).Select(member => member.Id)];
            random.Shuffle(_round.AsSpan());
        }

        return null;
    }
}
