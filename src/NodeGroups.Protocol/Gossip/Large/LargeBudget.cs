using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>The bytes of large payloads that one node holds, over all of its groups.</summary>
internal sealed class LargeBudget(long limit, NodeCounters counters)
{
    // The origin is told every second by those who still want its payload.
    private static readonly TimeSpan OwnQuietTime = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(1);
    private readonly List<LargeTransfer> _whole = [];
    private long _used;
    private long _own;

    /// <summary>Gets the most bytes.</summary>
    public long Limit { get; } = limit;

    /// <summary>
    /// Reserves room, for which the oldest payloads kept for others go. This node's own publications get at most half
    /// of it, so that nodes that publish at a time can still take in each other's.
    /// </summary>
    /// <returns>False when there is none.</returns>
    public bool TryReserve(long bytes, bool isOwn, MonotonicTime now, IEffects effects)
    {
        while (Limit - _used < bytes || (isOwn && (Limit / 2) - _own < bytes))
        {
            bool isOwnShareFull = isOwn && (Limit / 2) - _own < bytes;
            int oldest = _whole.FindIndex(transfer => (transfer.IsOwn || !isOwnShareFull) && CanGo(transfer, now));
            if (oldest < 0)
            {
                return false;
            }

            _whole[oldest].Owner.Forget(_whole[oldest], effects);
        }

        Use(bytes, isOwn);
        return true;
    }

    /// <summary>Gives back room of an own publication that was not used.</summary>
    public void Return(long bytes) => Use(-bytes, isOwn: true);

    /// <summary>A payload is whole: it is kept for others while there is room.</summary>
    public void Keep(LargeTransfer transfer) => _whole.Add(transfer);

    /// <summary>A payload is held no longer.</summary>
    public void Release(LargeTransfer transfer)
    {
        _whole.Remove(transfer);
        Use(-transfer.Description.TotalBytes, transfer.IsOwn);
    }

    private static bool CanGo(LargeTransfer transfer, MonotonicTime now) =>
        transfer.Owner.IsDone(transfer, now)
        && now - MonotonicTime.Max(transfer.Completed, transfer.LastAsked)
            >= (transfer.IsOwn ? OwnQuietTime : QuietTime);

    private void Use(long bytes, bool isOwn)
    {
        _used += bytes;
        _own += isOwn ? bytes : 0;
        counters.LargeBytesHeld = _used;
    }
}
