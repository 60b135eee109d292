namespace NodeGroups;

/// <summary>Starts the container's node, once. Thread-safe.</summary>
/// <remarks>
/// A container makes services synchronously and a node starts asynchronously; so the node may be resolved before it
/// runs, and something has to start it: a host does so before any hosted service, and an application without a host
/// awaits <see cref="StartAsync"/> or <see cref="NodeGroupsServiceCollectionExtensions.StartNodeAsync"/>.
/// </remarks>
public sealed class NodeStarter : IAsyncDisposable
{
    private readonly NodeOptions _options;
    private readonly Lock _lock = new();
    private Task<Node>? _starting;
    private volatile bool _disposed;

    internal NodeStarter(NodeOptions options)
    {
        _options = options;
        Node = new ContainerNode(this);
    }

    /// <summary>Gets the node, which may be kept before it runs.</summary>
    /// <remarks>Until it has started, all of its members except disposing throw
    /// <see cref="InvalidOperationException"/>.</remarks>
    public INode Node { get; }

    /// <summary>The running node.</summary>
    /// <exception cref="InvalidOperationException">It has not started.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed before it had started.</exception>
    internal Node Running
    {
        get
        {
            Task<Node>? starting = Volatile.Read(ref _starting);
            if (starting is { IsCompletedSuccessfully: true })
            {
                return starting.Result;
            }

            ObjectDisposedException.ThrowIf(_disposed, typeof(INode));
            throw new InvalidOperationException(
                "The node has not started. A host starts it before the hosted services, so use it from StartAsync or "
                + "ExecuteAsync on and not in a constructor. Without a host, await services.StartNodeAsync() first.");
        }
    }

    /// <summary>Starts the node unless it has been; after a failure it may be tried again.</summary>
    /// <param name="cancellationToken">Gives up starting, for the first caller; for others, waiting.</param>
    /// <returns>The running node, the same for every caller.</returns>
    /// <exception cref="NodeOptionsException">The options are not valid.</exception>
    /// <exception cref="TransportException">The address is in use or cannot be listened at.</exception>
    /// <exception cref="JoinFailedException">No seed node answered in time.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The container was disposed.</exception>
    public async Task<INode> StartAsync(CancellationToken cancellationToken = default)
    {
        Task<Node> starting;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_starting is null || _starting.IsFaulted || _starting.IsCanceled)
            {
                _starting = NodeGroups.Node.StartAsync(_options, cancellationToken).AsTask();
            }

            starting = _starting;
        }

        await starting.WaitAsync(cancellationToken).ConfigureAwait(false);
        return Node;
    }

    /// <summary>Ends the node gracefully when it has started.</summary>
    /// <returns>A task that ends with the node.</returns>
    public async ValueTask DisposeAsync()
    {
        Task<Node>? starting;
        lock (_lock)
        {
            _disposed = true;
            starting = _starting;
        }

        if (starting is null)
        {
            return;
        }

        await ((Task)starting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (starting.IsCompletedSuccessfully)
        {
            await starting.Result.DisposeAsync().ConfigureAwait(false);
        }
    }
}
