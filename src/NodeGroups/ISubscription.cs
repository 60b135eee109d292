namespace NodeGroups;

/// <summary>A live stream of a topic's rumors in one group. Each rumor is handed out once, to one reader.</summary>
/// <typeparam name="T">The message's type.</typeparam>
/// <remarks>
/// The buffer is bounded; when it is full, the oldest waiting rumor is dropped, counted, and told with the next one
/// (<see cref="Rumor{T}.DroppedBefore"/>), so that a slow reader never holds the node back. With
/// <see cref="SlowReceiverPolicy.HoldPublishers"/> those who publish are held back before that. The stream ends when
/// it is disposed or the node stops.
/// </remarks>
public interface ISubscription<T> : IAsyncEnumerable<Rumor<T>>, IAsyncDisposable
{
    /// <summary>Gets the topic.</summary>
    Topic<T> Topic { get; }

    /// <summary>Gets how many rumors were dropped because the buffer was full.</summary>
    long Dropped { get; }

    /// <summary>Gets how many rumors were dropped because their payload could not be read as the topic's
    /// type.</summary>
    long Unreadable { get; }
}
