using NodeGroups.Protocol;

namespace NodeGroups.Runtime;

/// <summary>Counts the subscriptions of one group that are behind, and tells the machine of the first and the last.
/// Thread-safe.</summary>
internal sealed class ReaderPressure(GroupName group, NodeRuntime runtime)
{
    private readonly Lock _lock = new();
    private int _behind;

    public void Add()
    {
        lock (_lock)
        {
            if (++_behind == 1)
            {
                runtime.Post(new SetReaderPressure(group, true));
            }
        }
    }

    public void Remove()
    {
        lock (_lock)
        {
            if (--_behind == 0)
            {
                runtime.Post(new SetReaderPressure(group, false));
            }
        }
    }
}
