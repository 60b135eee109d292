using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>
/// When a group's next repair round comes: soon after the last news, then ever more seldom, never when nothing is
/// retained.
/// </summary>
/// <remarks>
/// News puts the round off, so that digests do not overtake the payloads, but not beyond an interval after the round
/// before; and rounds are at least a quarter of that interval apart while there is news. The first round comes when
/// the rumor should have reached everybody, as its hops tell, so that all nodes begin together, and a quarter of a
/// latency later, or more by the lags seen. Seven rounds follow at the same distance, one on each ring: each finds most
/// of those that were missed where many are dead. Then each comes eight times as late: without faults one burst of news
/// costs a node log8(idle interval / a quarter of a latency) + 8 digests, and further ones at the idle interval.
/// <para>
/// Nodes with the same news contact each other along one cycle, so a node should be sent a digest for each one it
/// sends. Who misses more than one of them has dead, uninformed or unreachable peers: it goes on at a quick pace, a
/// quarter later in each round, until a twentieth of the idle interval is reached.
/// </para>
/// <para>
/// Who retains nothing after the first rounds, as a newcomer in a group without news, asks four times as seldom after
/// each further round, and soon no more: what is published from now on is sent to it as to everybody.
/// </para>
/// </remarks>
internal sealed class RepairSchedule(
    GossipSettings settings, GossipDelays delays, MissingRumors missing, DeterministicRandom random)
{
    private const ulong FirstRounds = 8;
    private const ulong PromptRounds = 12;
    private const int QuickShare = 20;
    private const double BackOff = 8;
    private const double QuickBackOff = 1.25;
    private const double EmptyBackOff = 4;
    private TimeSpan _delay;
    private ulong _heard;
    private MonotonicTime _last;
    private MonotonicTime _newsSince;
    private bool _hasNews;
    private bool _hasRun;
    private TimeSpan _left;

    /// <summary>Gets when the next round is due.</summary>
    public MonotonicTime Next { get; private set; } = MonotonicTime.Never;

    /// <summary>Gets the number of rounds since the last new rumor.</summary>
    public ulong Round { get; private set; }

    private TimeSpan FirstDelay
    {
        get
        {
            TimeSpan arrival = missing.LearnedDelay;
            arrival = arrival < delays.RepairInterval ? arrival : delays.RepairInterval;
            return arrival > delays.FirstRepair ? arrival : delays.FirstRepair;
        }
    }

    /// <summary>A difference to a peer was found, or a peer to compare with: no round is put off for it.</summary>
    public void NoteNews(MonotonicTime now)
    {
        MonotonicTime planned = Next;
        PutOff(now);
        Next = MonotonicTime.Min(planned, Next);
    }

    /// <summary>
    /// A rumor was new: its rounds are counted from here, so that nodes with the same news choose alike.
    /// </summary>
    /// <param name="hops">How many hops it has made up to here.</param>
    /// <param name="members">The number of members.</param>
    /// <param name="now">The time.</param>
    public void NoteRumor(int hops, int members, MonotonicTime now)
    {
        Round = 0;
        _heard = 0;
        _left = delays.SpreadLeft(hops, members);
        PutOff(now);
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
        _hasRun = isRetaining;
        _left = default;
        TimeSpan idle = settings.IdleRepairInterval;
        _delay = _hasNews ? FirstDelay : _delay;
        bool isQuick = isRetaining && Round > _heard + 1 && _delay < idle / QuickShare;
        _delay *= Round < FirstRounds ? 1 : isQuick ? QuickBackOff : isRetaining ? BackOff : EmptyBackOff;
        _delay = _hasNews && Round >= PromptRounds ? Longer(_delay, delays.RepairInterval / 4) : _delay;
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

    private void PutOff(MonotonicTime now)
    {
        if (!_hasNews)
        {
            _hasNews = true;
            _newsSince = now;
            _delay = Jitter(FirstDelay);
        }

        TimeSpan interval = delays.RepairInterval;
        TimeSpan delay = _left + _delay;
        MonotonicTime wanted = now + delay;
        wanted = _hasRun ? MonotonicTime.Max(wanted, _last + (interval / 4)) : wanted;
        Next = MonotonicTime.Min(wanted, _newsSince + (interval > delay ? interval : delay));
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private TimeSpan Jitter(TimeSpan interval) => random.NextTimeSpan(interval * 0.9, interval * 1.1);
}
