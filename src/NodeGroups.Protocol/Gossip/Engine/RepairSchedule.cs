using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>
/// When a group's next repair round comes: soon after the last news, then ever more seldom, never when nothing is
/// retained.
/// </summary>
/// <remarks>
/// News puts the round off, so that digests do not overtake the payloads, but not beyond an interval after the round
/// before; and rounds are at least a quarter of that interval apart while there is news. The first delay grows with the
/// lags seen. Without faults one burst of news costs a node log2(idle interval / first delay) + 1 digests, eleven by
/// default, and further ones at the idle interval.
/// <para>
/// Nodes with the same news contact each other along one cycle, so a node should be sent a digest for each one it
/// sends. Who misses more than one of them has dead, uninformed or unreachable peers: it goes on at a quick pace, a
/// quarter later in each round, until the repair interval is reached; seven rounds more at most.
/// </para>
/// </remarks>
internal sealed class RepairSchedule(GossipSettings settings, MissingRumors missing, DeterministicRandom random)
{
    private const double BackOff = 2;
    private const double QuickBackOff = 1.25;
    private TimeSpan _delay;
    private ulong _heard;
    private MonotonicTime _last;
    private MonotonicTime _newsSince;
    private bool _hasNews;

    /// <summary>Gets when the next round is due.</summary>
    public MonotonicTime Next { get; private set; } = MonotonicTime.Never;

    /// <summary>Gets the number of rounds since the last new rumor.</summary>
    public ulong Round { get; private set; }

    private TimeSpan FirstDelay
    {
        get
        {
            TimeSpan arrival = missing.ArrivalDelay;
            arrival = arrival < settings.RepairInterval ? arrival : settings.RepairInterval;
            return arrival > settings.FirstRepairDelay ? arrival : settings.FirstRepairDelay;
        }
    }

    /// <summary>Something was new, or a difference to a peer was found.</summary>
    public void NoteNews(MonotonicTime now)
    {
        if (!_hasNews)
        {
            _hasNews = true;
            _newsSince = now;
            _delay = Jitter(FirstDelay);
        }

        TimeSpan interval = settings.RepairInterval;
        MonotonicTime wanted = MonotonicTime.Max(now + _delay, _last + (interval / 4));
        Next = MonotonicTime.Min(wanted, _newsSince + (interval > _delay ? interval : _delay));
    }

    /// <summary>
    /// A rumor was new: its rounds are counted from here, so that nodes with the same news choose alike.
    /// </summary>
    public void NoteRumor(MonotonicTime now)
    {
        Round = 0;
        _heard = 0;
        NoteNews(now);
    }

    /// <summary>A peer has opened an exchange: it lives and has news, too.</summary>
    public void NoteOpening() => _heard++;

    /// <summary>
    /// Members are gone: what they should have passed on may be missing, and what was sent to them was in vain. So the
    /// rounds begin again, unless the idle pace is reached.
    /// </summary>
    public void NoteDeparture(MonotonicTime now)
    {
        if (!Next.IsNever && _delay < settings.IdleRepairInterval)
        {
            NoteNews(now);
        }
    }

    /// <summary>A rumor is retained though there is no peer to repair with: come back to let it go.</summary>
    public void NoteRetained(MonotonicTime now)
    {
        if (Next.IsNever)
        {
            Next = now + settings.IdleRepairInterval;
        }
    }

    /// <summary>A round has come: sets the time of the next one.</summary>
    /// <param name="now">The time.</param>
    /// <param name="hasPeers">Whether there is anybody to compare with.</param>
    /// <param name="isRetaining">Whether anything is retained.</param>
    public void Complete(MonotonicTime now, bool hasPeers, bool isRetaining)
    {
        Round++;
        _last = now;
        TimeSpan idle = settings.IdleRepairInterval;
        _delay = _hasNews ? FirstDelay : _delay;
        bool isQuick = Round > _heard + 1 && _delay < settings.RepairInterval;
        _delay *= isQuick ? QuickBackOff : BackOff;
        _hasNews = false;
        bool isEager = hasPeers && _delay < idle;
        _delay = isEager ? _delay : idle;
        Next = isEager || isRetaining ? now + Jitter(_delay) : MonotonicTime.Never;
    }

    /// <summary>Stops.</summary>
    public void Stop()
    {
        _hasNews = false;
        Next = MonotonicTime.Never;
    }

    private TimeSpan Jitter(TimeSpan interval) => random.NextTimeSpan(interval * 0.9, interval * 1.1);
}
