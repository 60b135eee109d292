namespace NodeGroups;

/// <summary>A live stream of a topic's rumors in one group. Each rumor is handed out once, to one reader.</summary>
/// <typeparam name="T">The message's type.</typeparam>
/// <remarks>
/// The buffer is bounded; when it is full, the oldest waiting rumor is dropped and counted, so that a slow reader never
/// holds the node back. The stream ends when it is disposed or the node stops.
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
