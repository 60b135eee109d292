using System.Runtime.CompilerServices;
using System.Threading.Channels;
using NodeGroups.Protocol;

namespace NodeGroups.Runtime;

/// <summary>A subscription with its type forgotten: a bounded buffer of rumors not read as values yet.</summary>
internal abstract class Subscription
{
    /// <summary>How many may still come after publishers were asked to hold back: small rumors that are in queues and
    /// sockets between.</summary>
    public const int UnderwayLimit = 65_536;

    private readonly Channel<RumorMessage> _buffer;
    private readonly SubscriptionTable _table;
    private readonly ReaderPressure? _pressure;
    private readonly int _limit;
    private readonly long _bytesLimit;
    private long _bytes;
    private long _dropped;
    private int _isBehind;

    protected Subscription(
        SubscriptionTable table, GroupName group, string topic, SubscriptionOptions options, ReaderPressure? pressure)
    {
        _table = table;
        _pressure = pressure;
        _limit = options.BufferLimit;
        Key = (group, topic);
        _bytesLimit = options.BufferBytesLimit;
        int mostWaiting = pressure is null ? _limit : _limit + UnderwayLimit;
        _buffer = Channel.CreateBounded<RumorMessage>(
            new BoundedChannelOptions(mostWaiting) { FullMode = BoundedChannelFullMode.DropOldest }, Drop);
    }

    public (GroupName Group, string Topic) Key { get; }

    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Whether three quarters of what may wait do wait, by number or by bytes.</summary>
    private bool IsFilling =>
        _buffer.Reader.Count >= _limit * 0.75 || Volatile.Read(ref _bytes) >= _bytesLimit * 0.75;

    /// <summary>Whether at most a quarter of what may wait does wait.</summary>
    private bool IsRoomy =>
        _buffer.Reader.Count <= _limit * 0.25 && Volatile.Read(ref _bytes) <= _bytesLimit * 0.25;

    public void Offer(RumorMessage rumor)
    {
        long bytes = Interlocked.Add(ref _bytes, rumor.Payload.Length);
        while (bytes > _bytesLimit && bytes > rumor.Payload.Length && _buffer.Reader.TryRead(out RumorMessage? oldest))
        {
            Drop(oldest);
            bytes = Volatile.Read(ref _bytes);
        }

        if (!_buffer.Writer.TryWrite(rumor))
        {
            Interlocked.Add(ref _bytes, -rumor.Payload.Length);
        }

        if (_pressure is not null && IsFilling && Interlocked.Exchange(ref _isBehind, 1) == 0)
        {
            _pressure.Add();
        }
    }

    public void End()
    {
        _buffer.Writer.TryComplete();
        Relieve();
    }

    protected async IAsyncEnumerable<RumorMessage> ReadAllAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (RumorMessage rumor in _buffer.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            Interlocked.Add(ref _bytes, -rumor.Payload.Length);
            if (_pressure is not null && IsRoomy)
            {
                Relieve();
            }

            yield return rumor;
        }
    }

    private void Drop(RumorMessage rumor)
    {
        Interlocked.Add(ref _bytes, -rumor.Payload.Length);
        Interlocked.Increment(ref _dropped);
        _table.CountDropped();
    }

    protected void Leave() => _table.Remove(this);

    private void Relieve()
    {
        if (_pressure is not null && Interlocked.Exchange(ref _isBehind, 0) == 1)
        {
            _pressure.Remove();
        }
    }
}

/// <summary>A subscription. Values are read on the reader's thread, so that bad bytes or slow converters cost the
/// node nothing.</summary>
internal sealed class Subscription<T>(
    SubscriptionTable table, GroupName group, Topic<T> topic, SubscriptionOptions options, ReaderPressure? pressure)
    : Subscription(table, group, topic.Name, options, pressure), ISubscription<T>
{
    private long _told;
    private long _unreadable;

    public Topic<T> Topic { get; } = topic;

    public long Unreadable => Volatile.Read(ref _unreadable);

    public async IAsyncEnumerator<Rumor<T>> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (RumorMessage rumor in ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (Topic.TryRead(rumor.Payload, out T? value))
            {
                long dropped = Dropped;
                long before = dropped - Interlocked.Exchange(ref _told, dropped);
                yield return new Rumor<T>(value!, rumor.Id, rumor.Hops) { DroppedBefore = before };
            }
            else
            {
                Interlocked.Increment(ref _unreadable);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        Leave();
        End();
        return ValueTask.CompletedTask;
    }
}
