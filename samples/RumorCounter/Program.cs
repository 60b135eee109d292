// Counts who has heard: one node asks all others by gossip to call a counter that lives on it.
// The counter is a closure here; what travels inside the rumor is its token (RemoteCallback).
//
// Expected output:
//   20 nodes know each other.
//   The rumor is out: nobody sends to everybody.
//   20 of 20 nodes have called the counter, each once.
using System.Collections.Concurrent;
using NodeGroups;

const int NodeCount = 20;
RpcMethod<RemoteCallback<string>, Nothing> hear = RpcMethod.Create<RemoteCallback<string>, Nothing>("rumor.hear");
using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));

List<INode> nodes = [];
for (int i = 0; i < NodeCount; i++)
{
    NodeOptions options = new() { Name = $"n{i}", Seeds = [.. nodes.Take(1).Select(node => node.Address)] };
    INode node = await Node.StartAsync(options, limit.Token);
    node.Handle(hear, (counter, call, ct) => node.InvokeAsync(counter, node.Name, cancellationToken: ct));
    nodes.Add(node);
}

foreach (INode node in nodes)
{
    await node.All.WaitForMembersAsync(NodeCount, limit.Token);
}

Console.WriteLine($"{NodeCount} nodes know each other.");

ConcurrentDictionary<string, int> calls = [];
TaskCompletionSource everybody = new(TaskCreationOptions.RunContinuationsAsynchronously);
RemoteCallback<string> counter = nodes[0].CreateCallback<string>((name, call, ct) =>
{
    calls.AddOrUpdate(name, 1, (_, before) => before + 1);
    if (calls.Count == NodeCount)
    {
        everybody.TrySetResult();
    }

    return ValueTask.CompletedTask;
});

await nodes[0].All.GossipCallAsync(hear, counter, limit.Token);
Console.WriteLine("The rumor is out: nobody sends to everybody.");
await everybody.Task.WaitAsync(limit.Token);

string times = calls.Values.All(count => count == 1) ? "once" : "more than once";
Console.WriteLine($"{calls.Count} of {NodeCount} nodes have called the counter, each {times}.");
await Task.WhenAll(nodes.Select(node => node.DisposeAsync().AsTask()));
return times == "once" ? 0 : 1;
