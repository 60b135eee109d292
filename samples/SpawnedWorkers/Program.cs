// A parent that spawns worker processes into a group, gives each a share of the work, sees one fail to start, and stops
// them. The workers are this same program: its Main begins by asking whether it was spawned. Expected output:
//   3 workers are up, each in the view of all.
//   worker-1 sums 1 to 1000: 500500
//   worker-2 sums 1001 to 2000: 1500500
//   worker-3 sums 2001 to 3000: 2500500
//   A worker without material did not come up: StartActionFailed, exit code 5.
//   worker-2 stopped with exit code 0; a call to it is now Unreachable.
//   The group stopped the other 2; nobody is left but the parent.
using System.Globalization;
using System.Text.Json.Serialization;
using NodeGroups;

RpcMethod<Share, long> sum = RpcMethod.Create<Share, long>("worker.sum");
NodeHostOptions host = new()
{
    StartActions =
    {
        // Runs on the child, before it joins the group: whoever sees the worker can call it.
        ["warm-up"] = (node, material, _) =>
        {
            ArgumentException.ThrowIfNullOrEmpty(material);
            node.Handle(sum, (share, _, _) => ValueTask.FromResult(share.Numbers.Sum()));
            return ValueTask.CompletedTask;
        },
    },
};
if (NodeHost.IsSpawned(args))
{
    return await NodeHost.RunAsync(args, host);
}

await using INode parent = await Node.StartAsync(new NodeOptions { Name = "parent" });
IGroup workers = await parent.JoinAsync("workers");
NodeProcessOptions worker = new() { Name = "worker", StartAction = "warm-up", StartArgument = "numbers" };

// Complete when each child has proved who it is, and every member of the group sees every other.
IReadOnlyList<NodeProcess> children = await workers.SpawnManyAsync(3, worker);
Console.WriteLine($"{children.Count} workers are up, each in the view of all.");

foreach ((NodeProcess child, int i) in children.Select((child, i) => (child, i)))
{
    Share share = new(1 + (1000 * i), 1000);
    long total = await parent.CallAsync(child.Member, sum, share);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{child.Name} sums {share.From} to {share.From + share.Count - 1}: {total}"));
}

try
{
    await workers.SpawnAsync(worker with { StartArgument = null });
}
catch (SpawnFailedException failure)
{
    Console.WriteLine(
        $"A worker without material did not come up: {failure.Failure}, exit code {failure.ExitCode}.");
}

NodeStopResult stopped = await children[1].StopAsync();
ReplyStatus status = ReplyStatus.Replied;
try
{
    await parent.CallAsync(children[1].Member, sum, new Share(1, 1));
}
catch (CallFailedException failure)
{
    status = failure.Status;
}

Console.WriteLine($"{children[1].Name} stopped with exit code {stopped.ExitCode}; a call to it is now {status}.");

GroupReply<bool> others = await workers.StopMembersAsync();
bool alone = parent.All.View.Members.Count == 1;
Console.WriteLine($"The group stopped the other {others.RepliedCount}; "
    + (alone ? "nobody is left but the parent." : "somebody is left."));
return alone && stopped.IsGraceful && others.AllReplied && status == ReplyStatus.Unreachable ? 0 : 1;

/// <summary>A share of the work.</summary>
internal sealed record Share(int From, int Count)
{
    [JsonIgnore]
    public IEnumerable<long> Numbers => Enumerable.Range(From, Count).Select(number => (long)number);
}
