// Calls a group in every way there is, and gives it a service and a schedule.
// One member answers, one throws, one never answers, one has another method, one nothing of the service.
//
// Expected output:
//   all      n0: 42; n1: Faulted, HandlerFailed; n2: TimedOut; n3: Faulted, UnknownMethod; n4: Faulted, UnknownService
//   each     3 failed and 1 replied before the deadline, n2 was last
//   first    42
//   any      42
//   quorum   1 replied, the rest was given up
//   by name  42
//   service  active on 5 of 5 members, which now all answer: 43, 43, 43, 43, 43
//   schedule ran on every member; cancelled by another member: True
using System.Text.Json;
using NodeGroups;

RpcMethod<int, int> answer = RpcMethod.Create<int, int>("shop.answer");
RpcMethod<int, int> other = RpcMethod.Create<int, int>("shop.other");
RpcMethod<int, Nothing> tick = RpcMethod.Create<int, Nothing>("shop.tick");
using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));

List<INode> nodes = [];
for (int i = 0; i < 5; i++)
{
    NodeOptions options = new() { Name = $"n{i}", Seeds = [.. nodes.Take(1).Select(node => node.Address)] };
    options.Services.Add("clerk", SetUpClerk);
    nodes.Add(await Node.StartAsync(options, limit.Token));
}

nodes[0].Handle(answer, (number, call, ct) => ValueTask.FromResult(number));
nodes[1].Handle<int, int>(answer, (number, call, ct) => throw new InvalidOperationException("no stock"));
nodes[2].Handle(answer, async (number, call, ct) =>
{
    await Task.Delay(Timeout.Infinite, ct);                  // the caller's deadline cancels it here
    return number;
});
nodes[3].Handle(other, (number, call, ct) => ValueTask.FromResult(number));

foreach (INode node in nodes)
{
    await node.JoinAsync("shop", cancellationToken: limit.Token);
}

IGroup shop = nodes[0].Groups.Find("shop")!;
foreach (INode node in nodes)
{
    await node.Groups.Find("shop")!.WaitForMembersAsync(5, limit.Token);
}

CallOptions shortly = CallOptions.Default with { Timeout = TimeSpan.FromSeconds(2) };
GroupReply<int> all = await shop.CallAllAsync(answer, 42, shortly, limit.Token);
Console.WriteLine("all      " + string.Join("; ", all.OrderBy(reply => reply.Member.Name).Select(Describe)));

List<MemberReply<int>> each = [];
await foreach (MemberReply<int> reply in shop.CallEachAsync(answer, 42, shortly, limit.Token))
{
    each.Add(reply);
}

Console.WriteLine($"each     {each.Count(reply => reply.Status == ReplyStatus.Faulted)} failed and "
    + $"{each.Count(reply => reply.HasValue)} replied before the deadline, {each[^1].Member.Name} was last");
Console.WriteLine($"first    {await shop.CallFirstAsync(answer, 42, limit.Token)}");
IGroup pair = nodes[4].Groups.Put("pair", [nodes[0].Address, nodes[3].Address]);
Console.WriteLine($"any      {await pair.CallAnyAsync(answer, 42, limit.Token)}");
GroupReply<int> quorum = await shop.CallAllAsync(answer, 42, new CallOptions { Quorum = 1 }, limit.Token);
Console.WriteLine($"quorum   {quorum.RepliedCount} replied, the rest was given up");

// A tool needs neither the types nor this program: the name and JSON are enough.
JsonElement byName = await nodes[4].CallAsync(
    nodes[0].Address, RpcMethod.Json("shop.answer"), JsonElement.Parse("42"), limit.Token);
Console.WriteLine($"by name  {byName.GetRawText()}");

GroupReply<bool> active = await shop.ActivateServiceAsync("clerk", JsonElement.Parse("1"), limit.Token);
GroupReply<int> served = await shop.CallAllAsync(answer, 42, limit.Token);
Console.WriteLine($"service  active on {active.RepliedCount} of {active.Count} members, which now all answer: "
    + string.Join(", ", served.Results));

Dictionary<string, TaskCompletionSource> ran = nodes.ToDictionary(node => node.Name, _ => new TaskCompletionSource());
foreach (INode node in nodes)
{
    node.Handle(tick, (number, call, ct) =>
    {
        ran[node.Name].TrySetResult();
        return ValueTask.CompletedTask;
    });
}

Schedule schedule = await shop.ScheduleAsync(TimeSpan.FromMilliseconds(100), tick, 1, limit.Token);
await Task.WhenAll(ran.Values.Select(one => one.Task)).WaitAsync(limit.Token);
GroupReply<bool> cancelled = await nodes[3].Groups.Find("shop")!.CancelScheduleAsync(schedule.Id, limit.Token);
bool everywhere = cancelled.AllReplied && cancelled.Results.All(was => was);
Console.WriteLine($"schedule ran on every member; cancelled by another member: {everywhere}");

await Task.WhenAll(nodes.Select(node => node.DisposeAsync().AsTask()));

// A service is what each member's own program offers under the name; only name and configuration travel.
ValueTask SetUpClerk(ServiceContext context, CancellationToken cancellationToken)
{
    int plus = context.Configuration.GetInt32();
    context.Handle(answer, (number, call, ct) => ValueTask.FromResult(number + plus));
    return ValueTask.CompletedTask;
}

static string Describe(MemberReply<int> reply) => reply switch
{
    { HasValue: true } => $"{reply.Member.Name}: {reply.Value}",
    { Status: ReplyStatus.Faulted } => $"{reply.Member.Name}: {reply.Status}, {reply.Error!.Reason}",
    _ => $"{reply.Member.Name}: {reply.Status}",
};
