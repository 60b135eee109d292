namespace NodeGroups.Tests.Schedules;

/// <summary>Timers that fire when told, also after they were disposed, as a callback that is on its way does.</summary>
internal sealed class LateTimers : TimeProvider
{
    private Action? _callback;

    public void Fire() => _callback!();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _callback = () => callback(state);
        return new Timer();
    }

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
