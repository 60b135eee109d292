// The smallest whole program: two nodes over TCP, one group, a call to every member, a rumor that every member hears.
// Beta greets; alpha says that it does not serve the method; beta hears the rumor. Expected output, in any order:
//   beta: Hello world, this is beta.
//   alpha: ...
//   beta heard: Tell everybody.
using NodeGroups;

RpcMethod<string, string> greet = RpcMethod.Create<string, string>("greet");
Topic<string> news = Topic.Create<string>("news");

#region README
await using INode alpha = await Node.StartAsync(new NodeOptions { Name = "alpha" });
await using INode beta = await Node.StartAsync(new NodeOptions { Name = "beta", Seeds = { alpha.Address } });
using IDisposable served = beta.Handle(greet, (name, call, ct) => ValueTask.FromResult($"Hello {name}, this is beta."));

IGroup team = await alpha.JoinAsync("team");
await using ISubscription<string> heard = (await beta.JoinAsync("team")).Subscribe(news);
await team.WaitForMembersAsync(2);

foreach (MemberReply<string> reply in await team.CallAllAsync(greet, "world"))   // one outcome per member
    Console.WriteLine($"{reply.Member.Name}: {(reply.HasValue ? reply.Value : reply.Error?.Message)}");

await team.GossipAsync(news, "Tell everybody.");                                 // every member hears it, once
await foreach (Rumor<string> rumor in heard) { Console.WriteLine($"beta heard: {rumor.Value}"); break; }
#endregion
