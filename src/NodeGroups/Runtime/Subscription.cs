using System.Threading.Channels;
using NodeGroups.Protocol;

namespace NodeGroups.Runtime;

/// <summary>A subscription with its type forgotten: a bounded buffer of rumors not read as values yet.</summary>
internal abstract class Subscription
{
    private readonly Channel<RumorMessage> _buffer;
    private readonly ReaderPressure? _pressure;
    private readonly int _limit;
    private long _dropped;
    private int _isBehind;

    protected Subscription(GroupName group, string topic, int limit, ReaderPressure? pressure)
    {
        _pressure = pressure;
        _limit = limit;
        Key = (group, topic);
        _buffer = Channel.CreateBounded<RumorMessage>(
            new BoundedChannelOptions(limit) { FullMode = BoundedChannelFullMode.DropOldest },
            _ => Interlocked.Increment(ref _dropped));
    }

    public (GroupName Group, string Topic) Key { get; }

    public long Dropped => Volatile.Read(ref _dropped);

    protected ChannelReader<RumorMessage> Reader => _buffer.Reader;

    public void Offer(RumorMessage rumor)
    {
        _buffer.Writer.TryWrite(rumor);
        if (_pressure is not null && Reader.Count * 4L >= _limit * 3L && Interlocked.Exchange(ref _isBehind, 1) == 0)
        {
            _pressure.Add();
        }
    }

    public void End()
    {
        _buffer.Writer.TryComplete();
        Relieve();
    }

    /// <summary>A rumor was read.</summary>
    protected void NoteRead()
    {
        if (_pressure is not null && Reader.Count * 4L <= _limit)
        {
            Relieve();
        }
    }

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
    SubscriptionTable table, GroupName group, Topic<T> topic, int limit, ReaderPressure? pressure)
    : Subscription(group, topic.Name, limit, pressure), ISubscription<T>
{
    private long _told;
    private long _unreadable;

    public Topic<T> Topic { get; } = topic;

    public long Unreadable => Volatile.Read(ref _unreadable);

    public async IAsyncEnumerator<Rumor<T>> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (RumorMessage rumor in Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            NoteRead();
            if (JsonPayload.TryRead(rumor.Payload, Topic.Message, out T? value))
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
        table.Remove(this);
        End();
        return ValueTask.CompletedTask;
    }
}
