using System.Collections.Concurrent;

namespace NodeGroups.Tests.Processes;

/// <summary>Row M16: the parts of a node's end, one after another.</summary>
internal sealed class EndOrderTests
{
    [Test]
    public async Task End_should_be_of_the_handlers_then_the_services_then_the_children_then_the_farewell()
    {
        await using SpawnFixture fixture = new();
        ConcurrentQueue<string> ended = new();
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource mayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Node other = await fixture.StartAsync("other");
        Node? node = null;
        EndingLauncher launcher = new(() => ended.Enqueue(
            other.All.View.Contains(node!.Id) ? "child" : "child after the farewell"));
        node = await fixture.StartWithAsync(launcher);
        NodeProcess child = await node.SpawnAsync(new NodeProcessOptions(), fixture.Token);
        other.Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value));
        node.Handle(Methods.Echo, async (value, _, _) =>
        {
            started.SetResult();
            await mayEnd.Task;

            // Time for the services to end, if they do not wait.
            for (int i = 0; i < 20; i++)
            {
                await node.CallAsync(other.Address, Methods.Echo, i, cancellationToken: fixture.Token);
            }

            ended.Enqueue("handler");
            return value;
        });
        node.Catalogue.Offer("test", (context, _) =>
        {
            context.OnRemoved(() =>
            {
                ended.Enqueue(child.Exited.IsCompleted ? "service after its child" : "service");
                return ValueTask.CompletedTask;
            });
            return ValueTask.CompletedTask;
        });
        await node.Local.ActivateServiceAsync("test", default, fixture.Token);
        Task<int> running =
            other.CallAsync(node.Address, Methods.Echo, 1, cancellationToken: fixture.Token).AsTask();
        await started.Task.WaitAsync(fixture.Token);

        Task ending = node.DisposeAsync().AsTask();
        mayEnd.SetResult();
        await ending.WaitAsync(fixture.Token);
        Assert.That(await running, Is.EqualTo(1));
        Assert.That(ended, Is.EqualTo(new[] { "handler", "service", "child" }));
        await other.All.WaitForViewAsync(view => !view.Contains(node.Id), fixture.Token);
    }
}
