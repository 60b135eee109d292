namespace NodeGroups;

/// <summary>Counts the schedules of a node, all groups together. Thread-safe.</summary>
internal sealed class ScheduleSlots(int limit)
{
    private int _taken;

    public int Limit => limit;

    public bool TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= limit)
        {
            return true;
        }

        Interlocked.Decrement(ref _taken);
        return false;
    }

    public void Return() => Interlocked.Decrement(ref _taken);
}
