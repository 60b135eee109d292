using Microsoft.Extensions.Logging;
using NodeGroups.Transport;

namespace NodeGroups.Runtime;

/// <summary>Counts the inputs on which the machine failed, and tells of them at a bounded rate. Thread-safe.</summary>
internal sealed class InputFailures(ILogger logger, TimeProvider timeProvider)
{
    private readonly RateLimitedLog _log =
        new(timeProvider, left => NodeLog.NoticesLeftOut(logger, left, "failed inputs"));

    private long _count;

    public long Count => Volatile.Read(ref _count);

    public void Note(Exception exception)
    {
        Interlocked.Increment(ref _count);
        if (_log.TryAcquire())
        {
            NodeLog.InputFailed(logger, exception);
        }
    }
}
