using System.Threading.Channels;
using NodeGroups.Protocol;

namespace NodeGroups.Runtime;

/// <summary>A subscription with its type forgotten: a bounded buffer of rumors not read as values yet.</summary>
internal abstract class Subscription
{
    private readonly Channel<RumorMessage> _buffer;
    private long _dropped;

    protected Subscription(GroupName group, string topic, int limit)
    {
        Key = (group, topic);
        _buffer = Channel.CreateBounded<RumorMessage>(
            new BoundedChannelOptions(limit) { FullMode = BoundedChannelFullMode.DropOldest },
            _ => Interlocked.Increment(ref _dropped));
    }

    public (GroupName Group, string Topic) Key { get; }

    public long Dropped => Volatile.Read(ref _dropped);

    protected ChannelReader<RumorMessage> Reader => _buffer.Reader;

    public void Offer(RumorMessage rumor) => _buffer.Writer.TryWrite(rumor);

    public void End() => _buffer.Writer.TryComplete();
}

/// <summary>A subscription. Values are read on the reader's thread, so that bad bytes or slow converters cost the
/// node nothing.</summary>
internal sealed class Subscription<T>(SubscriptionTable table, GroupName group, Topic<T> topic, int limit)
    : Subscription(group, topic.Name, limit), ISubscription<T>
{
    private long _unreadable;

    public Topic<T> Topic { get; } = topic;

    public long Unreadable => Volatile.Read(ref _unreadable);

    public async IAsyncEnumerator<Rumor<T>> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (RumorMessage rumor in Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (JsonPayload.TryRead(rumor.Payload, Topic.Message, out T? value))
            {
                yield return new Rumor<T>(value!, rumor.Id, rumor.Hops);
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
