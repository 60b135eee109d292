using Microsoft.Extensions.Hosting;
using NodeGroups;

namespace HostedNode;

/// <summary>Starts the container's node with the host, serves a method and joins a group.</summary>
/// <remarks>A constructor may ask for <see cref="INode"/> only once the node has started; what starts it asks for
/// <see cref="NodeStarter"/>.</remarks>
internal sealed class GreeterService(NodeStarter starter, RpcMethod<string, string> greet) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        INode node = await starter.StartAsync(cancellationToken);
        node.Handle(greet, (name, call, ct) => ValueTask.FromResult($"Hello {name}, this is {node.Name}."));
        await node.JoinAsync("greeters", cancellationToken: cancellationToken);
    }

    /// <summary>Ends the node within the host's stop; without it the container would do so right after.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => starter.DisposeAsync().AsTask();
}
