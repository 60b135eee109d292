namespace NodeGroups;

/// <summary>A node of this process; <see cref="StartAsync"/> makes one. See <see cref="INode"/>.</summary>
public sealed partial class Node : INode
{
    /// <summary>Starts a node: it listens, and has joined through a seed node when this returns.</summary>
    /// <param name="options">What it needs to know; copied.</param>
    /// <param name="cancellationToken">Gives up starting; what was opened is closed.</param>
    /// <returns>The running node.</returns>
    /// <exception cref="NodeOptionsException">The options are not valid.</exception>
    /// <exception cref="TransportException">The address is in use or cannot be listened at.</exception>
    /// <exception cref="JoinFailedException">Seeds were given and none answered within <see cref="NodeOptions.JoinTimeout"/>.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static ValueTask<Node> StartAsync(NodeOptions options, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>For tests and demonstrations: ends without leaving, as if the process had died. Others have to find out.</summary>
    /// <remarks>Running handlers are cancelled, waiting calls end as cancelled. May be repeated; disposing afterwards is allowed.</remarks>
    public void Abort() => throw new NotSupportedException();
}
