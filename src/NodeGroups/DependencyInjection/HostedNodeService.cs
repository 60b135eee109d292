using Microsoft.Extensions.Hosting;

namespace NodeGroups;

/// <summary>Starts the container's node before any hosted service starts, and ends it after all have stopped.
/// </summary>
/// <remarks>A host runs it; a container without a host only holds it.</remarks>
internal sealed class HostedNodeService(NodeStarter starter) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => starter.StartAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) =>
        starter.DisposeAsync().AsTask().WaitAsync(cancellationToken);
}
