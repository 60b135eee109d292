// Two nodes over TCP, from the packages: a group, a call to all of it, and a rumor that both must hear.
// Prints OK, or ends with an exception.
using NodeGroups;

RpcMethod<string, string> greet = RpcMethod.Create<string, string>("greet");
Topic<string> news = Topic.Create<string>("news");
using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));

await using INode first = await Node.StartAsync(
    new NodeOptions { Name = "first", Listen = NodeAddress.Loopback(0) }, limit.Token);
await using INode second = await Node.StartAsync(
    new NodeOptions { Name = "second", Listen = NodeAddress.Loopback(0), Seeds = { first.Address } }, limit.Token);
using IDisposable served = first.Handle(greet, (name, _, _) => ValueTask.FromResult($"hello {name}"));
using IDisposable alsoServed = second.Handle(greet, (name, _, _) => ValueTask.FromResult($"hi {name}"));

IGroup firstGroup = await first.JoinAsync("team", cancellationToken: limit.Token);
IGroup secondGroup = await second.JoinAsync("team", cancellationToken: limit.Token);
await firstGroup.WaitForMembersAsync(2, limit.Token);
await secondGroup.WaitForMembersAsync(2, limit.Token);

GroupReply<string> replies = await firstGroup.CallAllAsync(greet, "world", cancellationToken: limit.Token);
int replied = replies.Count(reply => reply.Status == ReplyStatus.Replied);
Require(replied == 2, $"{replied} of 2 members replied.");

await using ISubscription<string> heardByFirst = firstGroup.Subscribe(news);
await using ISubscription<string> heardBySecond = secondGroup.Subscribe(news);
RumorId id = await secondGroup.GossipAsync(news, "the packages work", limit.Token);
Require(await NextAsync(heardByFirst) == id, "The first node heard another rumor.");
Require(await NextAsync(heardBySecond) == id, "The second node heard another rumor.");

Console.WriteLine("OK");

async Task<RumorId> NextAsync(ISubscription<string> subscription)
{
    await foreach (Rumor<string> rumor in subscription.WithCancellation(limit.Token))
    {
        return rumor.Id;
    }

    throw new InvalidOperationException("The subscription ended.");
}

static void Require(bool condition, string message)
{
    if (!condition)
    {
        throw new InvalidOperationException(message);
    }
}
