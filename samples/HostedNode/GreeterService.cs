using Microsoft.Extensions.Hosting;
using NodeGroups;

namespace HostedNode;

/// <summary>Serves a method and joins a group, with the host's node.</summary>
/// <remarks>The node runs before any hosted service starts, and ends after all have stopped.</remarks>
internal sealed class GreeterService(INode node, RpcMethod<string, string> greet) : IHostedService
{
    private IDisposable? _served;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _served = node.Handle(greet, (name, call, ct) => ValueTask.FromResult($"Hello {name}, this is {node.Name}."));
        await node.JoinAsync("greeters", cancellationToken: cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _served?.Dispose();
        return Task.CompletedTask;
    }
}
