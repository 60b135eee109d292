using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>S11: every call ends exactly once at its caller, and not later than its time-out while the caller
/// works.</summary>
internal sealed class CallsCompleteOnce : IInvariant
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    private readonly SortedDictionary<(NodeId Caller, long Token), MonotonicTime> _waiting = [];
    private readonly HashSet<NodeId> _paused = [];

    public string Name => "calls complete once";

    public string? Observe(Observation observation)
    {
        switch (observation)
        {
            case CallStarted started:
                return _waiting.TryAdd((started.Caller, started.Token), started.At + started.Timeout)
                    ? null
                    : $"call {started.Token} of {started.Caller.ToShortString()} started twice.";
            case CallCompleted completed:
                return _waiting.Remove((completed.Caller, completed.Token))
                    ? null
                    : $"call {completed.Token} of {completed.Caller.ToShortString()} ended twice or never started.";
            case LifePaused paused:
                Pause(paused);
                return null;
            case LifeEnded ended:
                Forget(ended.Node);
                return null;
            default:
                return null;
        }
    }

    public string? Check(MonotonicTime now)
    {
        foreach (((NodeId caller, long token), MonotonicTime due) in _waiting)
        {
            if (now > due + Slack && !_paused.Contains(caller))
            {
                return $"call {token} of {caller.ToShortString()} was due at {due} and still waits.";
            }
        }

        return null;
    }

    private void Pause(LifePaused paused)
    {
        if (paused.IsPaused)
        {
            _paused.Add(paused.Node);
            return;
        }

        _paused.Remove(paused.Node);
        foreach ((NodeId Caller, long Token) call in _waiting.Keys.Where(c => c.Caller == paused.Node).ToArray())
        {
            _waiting[call] = MonotonicTime.Max(_waiting[call], paused.At);
        }
    }

    private void Forget(NodeId caller)
    {
        foreach ((NodeId Caller, long Token) call in _waiting.Keys.Where(c => c.Caller == caller).ToArray())
        {
            _waiting.Remove(call);
        }
    }
}
