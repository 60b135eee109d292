namespace NodeGroups.Protocol.Membership;

/// <summary>
/// Decides when the seed nodes and the dead are asked again: first to join, later for ever to heal partitions.
/// </summary>
internal sealed class Joiner
{
    private readonly MembershipSettings _settings;
    private readonly DeterministicRandom _random;
    private readonly NodeAddress[] _seeds;
    private TimeSpan _pause;

    /// <summary>Creates a joiner; this node's own address is no seed.</summary>
    public Joiner(MachineSettings settings, DeterministicRandom random)
    {
        _settings = settings.Membership;
        _random = random;
        _seeds = [.. settings.Seeds.Where(seed => seed != settings.Address && !seed.IsNone).Distinct()];
        _pause = _settings.JoinRetryInterval;
        HasJoined = _seeds.Length == 0;
    }

    /// <summary>Whether joining has ended.</summary>
    public bool HasJoined { get; private set; }

    /// <summary>When the next attempt is due.</summary>
    public MonotonicTime NextAttempt { get; private set; } = MonotonicTime.Zero;

    /// <summary>A sync was answered.</summary>
    /// <returns>True the first time.</returns>
    public bool Complete(MonotonicTime now)
    {
        if (HasJoined)
        {
            return false;
        }

        HasJoined = true;
        NextAttempt = now + Jitter(_settings.RejoinInterval);
        return true;
    }

    /// <summary>Takes the peers of the attempt that is due, and plans the next.</summary>
    public List<Peer> TakeTargets(MemberTable table, MonotonicTime now)
    {
        List<Peer> targets = [];
        if (now < NextAttempt)
        {
            return targets;
        }

        foreach (NodeAddress seed in _seeds)
        {
            if (table.FindPresent(seed) is null)
            {
                targets.Add(new Peer(NodeId.None, seed));
            }
        }

        if (table.DrawDead(_random) is { } dead)
        {
            targets.Add(dead.ToPeer());
        }

        if (HasJoined)
        {
            _pause = _settings.RejoinInterval;
        }

        NextAttempt = now + Jitter(_pause);
        _pause = _pause * 2 < _settings.RejoinInterval ? _pause * 2 : _settings.RejoinInterval;
        return targets;
    }

    private TimeSpan Jitter(TimeSpan span) => _random.NextTimeSpan(span * 0.75, span * 1.25);
}
