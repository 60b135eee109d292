// A node inside the generic host: AddNodeGroups registers it, the host starts it before the hosted services and ends it
// gracefully after them. A second node outside the host sees it come, calls it, and sees it leave.
//
// Expected output:
//   outside sees hosted
//   hosted answers: Hello outside, this is hosted.
//   hosted has left, and nobody had to find out
using HostedNode;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodeGroups;

RpcMethod<string, string> greet = RpcMethod.Create<string, string>("greeter.greet");
using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
await using INode outside = await Node.StartAsync(new NodeOptions { Name = "outside" }, limit.Token);

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddSingleton(greet);
builder.Services.AddHostedService<GreeterService>();
builder.Services.AddNodeGroups(options =>
{
    options.Name = "hosted";
    options.Seeds.Add(outside.Address);
});
IHost host = builder.Build();
await host.StartAsync(limit.Token);

Member hosted = (await outside.All.WaitForMembersAsync(2, limit.Token)).Members.First(one => one.Id != outside.Id);
Console.WriteLine($"outside sees {hosted.Name}");
await outside.All.WaitForViewAsync(view => view.Find(hosted.Id)?.Groups.Contains("greeters") == true, limit.Token);
string text = await outside.CallAsync(hosted, greet, "outside", limit.Token);
Console.WriteLine($"hosted answers: {text}");

// An ordinary program has await host.RunAsync() instead, which does both when it is told to stop.
Task<GroupViewChange> gone = NextChangeAsync(outside.All, change => change.Current.Members.Count == 1);
await host.StopAsync(limit.Token);
await ((IAsyncDisposable)host).DisposeAsync();
bool hasLeft = (await gone).Failed.Count == 0;
Console.WriteLine(hasLeft ? "hosted has left, and nobody had to find out" : "hosted has failed");
return hasLeft ? 0 : 1;

async Task<GroupViewChange> NextChangeAsync(IGroup group, Func<GroupViewChange, bool> condition)
{
    await foreach (GroupViewChange change in group.WatchAsync(limit.Token))
    {
        if (condition(change))
        {
            return change;
        }
    }

    throw new InvalidOperationException("The node stopped.");
}
