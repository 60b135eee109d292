namespace NodeGroups.Tests;

internal sealed class NodeOverTcpTests
{
    [Test]
    public async Task Journeys_should_work_over_tcp()
    {
        using CancellationTokenSource safety = new(TimeSpan.FromSeconds(60));
        await using Node first = await Node.StartAsync(new NodeOptions { Name = "first" }, safety.Token);
        NodeOptions options = NodeOptions.Local();
        options.Seeds.Add(first.Address);
        await using Node second = await Node.StartAsync(options, safety.Token);
        await first.All.WaitForMembersAsync(2, safety.Token);
        using IDisposable served = second.Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value));
        await using ISubscription<int> numbers = second.All.Subscribe(Methods.Numbers);
        Assert.That(await first.CallAsync(second.Address, Methods.Echo, 9, null, safety.Token), Is.EqualTo(9));
        RumorId id = await first.All.GossipAsync(Methods.Numbers, 5, safety.Token);
        await foreach (Rumor<int> rumor in numbers.WithCancellation(safety.Token))
        {
            Assert.That(rumor, Is.EqualTo(new Rumor<int>(5, id, 1)));
            break;
        }

        await using IGroup joined = await second.JoinAsync("g", null, safety.Token);
        Assert.That(joined.View.Members, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Start_should_name_an_address_in_use()
    {
        await using Node first = await Node.StartAsync(new NodeOptions());
        TransportException? failure = Assert.ThrowsAsync<TransportException>(async () =>
            await Node.StartAsync(new NodeOptions { Listen = first.Address }));
        Assert.That(failure!.Message, Does.Contain(first.Address.ToString()));
    }
}
