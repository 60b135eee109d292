using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>The bytes of large payloads that one node holds, over all of its groups.</summary>
internal sealed class LargeBudget(long limit, NodeCounters counters)
{
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(1);
    private readonly List<LargeTransfer> _whole = [];
    private long _used;

    /// <summary>Gets the most bytes.</summary>
    public long Limit { get; } = limit;

    /// <summary>Reserves room, for which the oldest payloads kept for others may go.</summary>
    /// <returns>False when there is none; nothing has gone then.</returns>
    public bool TryReserve(long bytes, MonotonicTime now, IEffects effects)
    {
        long room = Limit - _used;
        for (int i = 0; i < _whole.Count && room < bytes; i++)
        {
            room += CanGo(_whole[i], now) ? _whole[i].Description.TotalBytes : 0;
        }

        if (room < bytes)
        {
            return false;
        }

        for (int i = 0; Limit - _used < bytes;)
        {
            LargeTransfer transfer = _whole[i];
            if (CanGo(transfer, now))
            {
                transfer.Owner.Forget(transfer, effects);
            }
            else
            {
                i++;
            }
        }

        Use(bytes);
        return true;
    }

    /// <summary>Gives back room that was not used.</summary>
    public void Return(long bytes) => Use(-bytes);

    /// <summary>A payload is whole: it is kept for others while there is room.</summary>
    public void Keep(LargeTransfer transfer) => _whole.Add(transfer);

    /// <summary>A payload is held no longer.</summary>
    public void Release(LargeTransfer transfer)
    {
        _whole.Remove(transfer);
        Use(-transfer.Description.TotalBytes);
    }

    private static bool CanGo(LargeTransfer transfer, MonotonicTime now) =>
        transfer.Owner.IsDone(transfer, now)
        && now - transfer.Completed >= QuietTime
        && now - transfer.LastServed >= QuietTime;

    private void Use(long bytes)
    {
        _used += bytes;
        counters.LargeBytesHeld = _used;
    }
}
