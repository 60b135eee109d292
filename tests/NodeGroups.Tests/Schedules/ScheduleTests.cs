using Microsoft.Extensions.Time.Testing;
using NodeGroups.Protocol;
using NodeGroups.Tests.Transport;

namespace NodeGroups.Tests.Schedules;

internal sealed class ScheduleTests
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_never = TimeSpan.FromHours(1);

    [Test]
    public async Task Every_member_should_run_and_any_member_should_cancel()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(3);
        SemaphoreSlim[] runs = [.. nodes.Select(_ => new SemaphoreSlim(0))];
        for (int i = 0; i < nodes.Length; i++)
        {
            SemaphoreSlim ran = runs[i];
            nodes[i].Handle(Methods.Count, (_, call, _) =>
            {
                Assert.That(call.Group, Is.EqualTo(GroupName.All));
                ran.Release();
                return ValueTask.CompletedTask;
            });
        }

        Schedule schedule = await nodes[0].All.ScheduleAsync(s_interval, Methods.Count, 1, cluster.Token);
        foreach (SemaphoreSlim ran in runs)
        {
            await ran.WaitAsync(cluster.Token);
            await ran.WaitAsync(cluster.Token);
        }

        Assert.That(nodes[2].All.Schedules, Is.EqualTo(new[] { schedule }));
        ScheduleId id = ScheduleId.Parse(schedule.Id.ToString());
        GroupReply<bool> cancelled = await nodes[2].All.CancelScheduleAsync(id, cluster.Token);
        GroupReply<bool> again = await nodes[1].All.CancelScheduleAsync(id, cluster.Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(cancelled.Results, Is.EqualTo(new[] { true, true, true }));
            Assert.That(again.Results, Is.EqualTo(new[] { false, false, false }));
            Assert.That(nodes.SelectMany(node => node.All.Schedules), Is.Empty);
        }
    }

    [Test]
    public async Task Throwing_run_should_be_in_the_status_and_the_next_should_happen()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        using SemaphoreSlim ran = new(0);
        node.Handle<int>(Methods.Count, (_, _, _) =>
        {
            ran.Release();
            throw new InvalidOperationException("no stock");
        });
        await node.ScheduleAsync(s_interval, Methods.Count, 1, cluster.Token);
        for (int i = 0; i < 3; i++)
        {
            await ran.WaitAsync(cluster.Token);
        }

        ScheduleStatus status = (await node.All.GetStatusAsync(cluster.Token)).Members[0].Schedules.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(status.Failures, Is.GreaterThanOrEqualTo(2).And.EqualTo(status.Runs));
            Assert.That(status.LastError, Is.EqualTo("HandlerFailed: InvalidOperationException: no stock"));
            Assert.That(status.Schedule.Group, Is.EqualTo(GroupName.Local));
        }
    }

    [Test]
    public async Task Schedule_that_always_fails_should_not_flood_the_log()
    {
        FakeTimeProvider time = new();
        using FakeLoggers loggers = new();
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha", options =>
        {
            options.TimeProvider = time;
            options.LoggerFactory = loggers;
        });
        node.Handle<int>(Methods.Count, (_, _, _) => throw new InvalidOperationException("no stock"));
        TimeSpan interval = TimeSpan.FromMilliseconds(10);
        await node.ScheduleAsync(interval, Methods.Count, 1, cluster.Token);
        DateTimeOffset started = time.GetUtcNow();
        while (node.GetStatus().Schedules.Single().Failures < 50)
        {
            time.Advance(interval);
            await Task.Yield();
        }

        double seconds = (time.GetUtcNow() - started).TotalSeconds;
        Assert.That(
            loggers.Lines.GetSnapshot().Count(line => line.Id.Id == 1130), Is.LessThanOrEqualTo(10 * (seconds + 1)));
    }

    [Test]
    public async Task Gossip_should_go_on_from_another_member_when_its_maker_is_gone()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(3);
        await using ISubscription<int> heard = nodes[1].All.Subscribe(Methods.Numbers);
        await nodes[0].All.ScheduleGossipAsync(s_interval, Methods.Numbers, 7, cluster.Token);
        for (int i = 0; i < 20; i++)
        {
            Assert.That((await NextAsync()).Origin, Is.EqualTo(nodes[0].Id), "one member alone spreads it");
        }

        nodes[0].Abort();
        await NextFromAsync(nodes[1].Id < nodes[2].Id ? nodes[1].Id : nodes[2].Id);

        async Task NextFromAsync(NodeId origin)
        {
            while ((await NextAsync()).Origin != origin)
            {
                // It came from its maker, before.
            }
        }

        async Task<Rumor<int>> NextAsync()
        {
            await foreach (Rumor<int> rumor in heard.WithCancellation(cluster.Token))
            {
                Assert.That(rumor.Value, Is.EqualTo(7));
                return rumor;
            }

            throw new InvalidOperationException("The node stopped.");
        }
    }

    [Test]
    public async Task Schedule_that_its_maker_refuses_should_be_on_no_member()
    {
        await using TestCluster cluster = new();
        Node maker = await cluster.StartAsync("maker", options => options.ScheduleLimit = 0);
        Node other = await cluster.StartAsync("other");
        await maker.All.WaitForMembersAsync(2, cluster.Token);
        CallFailedException? refused = Assert.ThrowsAsync<CallFailedException>(async () =>
            await maker.All.ScheduleGossipAsync(s_never, Methods.Numbers, 1, cluster.Token));
        Assert.That(refused!.Error.Reason, Is.EqualTo(CallResult.Refused));
        Assert.That(other.All.Schedules, Is.Empty);
    }

    [Test]
    public async Task Schedules_should_be_unique_bounded_and_checked()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha", options => options.ScheduleLimit = 2);
        Schedule first = await node.ScheduleAsync(s_never, Methods.Count, 1, cluster.Token);
        Schedule second = await node.ScheduleAsync(s_never, Methods.Count, 1, cluster.Token);
        CallFailedException? full = Assert.ThrowsAsync<CallFailedException>(async () =>
            await node.ScheduleAsync(s_never, Methods.Count, 1, cluster.Token));
        await node.Local.CancelScheduleAsync(first.Id, cluster.Token);
        Schedule third = await node.ScheduleAsync(s_never, Methods.Count, 1, cluster.Token);
        RpcMethod<int, Nothing> reserved = RpcMethod.Create("nodegroups.x", TestJson.Default.Int32);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(new[] { first.Id, second.Id, third.Id }, Is.Unique);
            Assert.That(full!.Error.Reason, Is.EqualTo(CallResult.Refused));
            Assert.That(
                async () => await node.ScheduleAsync(TimeSpan.Zero, Methods.Count, 1),
                Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(async () => await node.ScheduleAsync(s_never, reserved, 1), Throws.ArgumentException);
            Assert.That(ScheduleId.TryParse("nonsense", null, out _), Is.False);
        }
    }
}
