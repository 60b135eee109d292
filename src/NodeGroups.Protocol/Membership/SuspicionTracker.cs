namespace NodeGroups.Protocol.Membership;

/// <summary>The members under suspicion and when each suspicion runs out.</summary>
/// <remarks>
/// SWIM's suspicion time, shortened by independent confirmations as in Lifeguard (Dadgar, Phillips, Currey 2017): from
/// the whole time down to half of it, by ln(c + 1) / ln(k + 1). A confirmation is a helper's own failed probe (a nack),
/// never a relayed record, because a record does not tell who accused. Refused connections seen here and by enough
/// helpers shorten it to <see cref="MembershipSettings.ConfirmedSuspicionTimeout"/>.
/// </remarks>
internal sealed class SuspicionTracker(MembershipSettings settings)
{
    private readonly List<Suspicion> _suspicions = [];

    /// <summary>When the first suspicion runs out.</summary>
    public MonotonicTime NextDeadline
    {
        get
        {
            MonotonicTime next = MonotonicTime.Never;
            foreach (Suspicion suspicion in _suspicions)
            {
                next = MonotonicTime.Min(next, suspicion.Deadline);
            }

            return next;
        }
    }

    /// <summary>Gets the time a suspicion lasts.</summary>
    /// <param name="members">Present members, this node included.</param>
    /// <param name="confirmations">Independent confirmations so far.</param>
    public TimeSpan Timeout(int members, int confirmations)
    {
        double periods = settings.SuspicionMultiplier * Math.Max(1, Math.Log10(Math.Max(1, members)));
        TimeSpan whole = settings.ProbeInterval * periods;
        int expected = Math.Min(3, members - 2);
        if (expected <= 0 || confirmations <= 0)
        {
            return whole;
        }

        double share = Math.Min(1, Math.Log(confirmations + 1) / Math.Log(expected + 1));
        return whole - (whole / 2 * share);
    }

    /// <summary>
    /// Gets how many helpers must have been refused too before a refusal seen here shortens a suspicion.
    /// </summary>
    /// <param name="members">Present members, this node and the doubted one included.</param>
    /// <returns>Two, or as many as there are others.</returns>
    public static int RefusalsNeeded(int members) => Math.Clamp(members - 2, 0, 2);

    /// <summary>Starts a suspicion; does nothing when there is one.</summary>
    public void Start(NodeId id, MonotonicTime now, int members)
    {
        if (Find(id) is null)
        {
            _suspicions.Add(new Suspicion(id, now, now + Timeout(members, 0)));
        }
    }

    /// <summary>Tells what is known now; a deadline only ever comes nearer.</summary>
    public void Confirm(NodeId id, int confirmations, int refusals, bool hard, int members, MonotonicTime now)
    {
        if (Find(id) is not { } suspicion)
        {
            return;
        }

        suspicion.Deadline = MonotonicTime.Min(suspicion.Deadline, suspicion.Started + Timeout(members, confirmations));
        if (hard && refusals >= RefusalsNeeded(members))
        {
            suspicion.Deadline = MonotonicTime.Min(suspicion.Deadline, now + settings.ConfirmedSuspicionTimeout);
        }
    }

    /// <summary>Gives every suspicion its whole time again: this process was paused and heard no refutations.</summary>
    public void Restart(MonotonicTime now, int members)
    {
        foreach (Suspicion suspicion in _suspicions)
        {
            suspicion.Started = now;
            suspicion.Deadline = now + Timeout(members, 0);
        }
    }

    /// <summary>Gives one suspicion its whole time again: the member answered after all.</summary>
    public void Restart(NodeId id, MonotonicTime now, int members)
    {
        if (Find(id) is { } suspicion)
        {
            suspicion.Started = now;
            suspicion.Deadline = now + Timeout(members, 0);
        }
    }

    /// <summary>Ends a suspicion.</summary>
    public void Remove(NodeId id) => _suspicions.RemoveAll(suspicion => suspicion.Id == id);

    /// <summary>Takes out the suspicions that have run out.</summary>
    public List<NodeId> TakeExpired(MonotonicTime now)
    {
        List<NodeId> expired = [];
        foreach (Suspicion suspicion in _suspicions)
        {
            if (suspicion.Deadline <= now)
            {
                expired.Add(suspicion.Id);
            }
        }

        _suspicions.RemoveAll(suspicion => suspicion.Deadline <= now);
        return expired;
    }

    private Suspicion? Find(NodeId id) => _suspicions.Find(suspicion => suspicion.Id == id);

    private sealed class Suspicion(NodeId id, MonotonicTime started, MonotonicTime deadline)
    {
        public NodeId Id { get; } = id;

        public MonotonicTime Started { get; set; } = started;

        public MonotonicTime Deadline { get; set; } = deadline;
    }
}
