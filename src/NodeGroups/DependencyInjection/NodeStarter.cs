namespace NodeGroups;

/// <summary>Starts the container's node, once. Thread-safe.</summary>
/// <remarks>
/// A container makes services synchronously and a node starts asynchronously; so start it first, for example in a
/// hosted
/// service or right after the container was built, and <see cref="INode"/> can be resolved from then on.
/// </remarks>
public sealed class NodeStarter : IAsyncDisposable
{
    private readonly NodeOptions _options;
    private readonly Lock _lock = new();
    private Task<Node>? _starting;
    private bool _disposed;

    internal NodeStarter(NodeOptions options) => _options = options;

    /// <summary>Gets the node.</summary>
    /// <exception cref="InvalidOperationException">It has not started.</exception>
    public INode Node
    {
        get
        {
            lock (_lock)
            {
                return _starting is { IsCompletedSuccessfully: true } started
                    ? started.Result
                    : throw new InvalidOperationException(
                        "The node has not started: await serviceProvider.StartNodeAsync() before INode is resolved.");
            }
        }
    }

    /// <summary>Starts the node unless it has been; after a failure it may be tried again.</summary>
    /// <param name="cancellationToken">Gives up starting, for the first caller; for others, waiting.</param>
    /// <returns>The running node, the same for every caller.</returns>
    /// <exception cref="NodeOptionsException">The options are not valid.</exception>
    /// <exception cref="TransportException">The address is in use or cannot be listened at.</exception>
    /// <exception cref="JoinFailedException">No seed node answered in time.</exception>
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

        return await starting.WaitAsync(cancellationToken).ConfigureAwait(false);
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
