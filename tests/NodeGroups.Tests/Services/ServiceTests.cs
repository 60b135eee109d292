using System.Text.Json;
using NodeGroups.Protocol;

namespace NodeGroups.Tests.Services;

internal sealed class ServiceTests
{
    [Test]
    public async Task Node_outside_the_group_should_activate_and_then_remove()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(3);
        foreach (Node node in nodes[1..])
        {
            node.Catalogue.Offer("test", (_, _) => ValueTask.CompletedTask);
            await node.JoinAsync("g", null, cluster.Token);
        }

        IGroup outside = nodes[0].Groups.Put("g", [nodes[1].Address, nodes[2].Address]);
        for (int round = 0; round < 3; round++)
        {
            GroupReply<bool> activated = await outside.ActivateServiceAsync("test", default, cluster.Token);
            GroupReply<bool> removed = await outside.RemoveServiceAsync("test", cluster.Token);
            Assert.That(activated.Results, Is.EqualTo(new[] { true, true }), string.Join("; ", activated));
            Assert.That(removed.Results, Is.EqualTo(new[] { true, true }), string.Join("; ", removed));
        }

        Assert.That(nodes.SelectMany(node => node.Catalogue.Active), Is.Empty);
    }

    [Test]
    public async Task Activation_should_have_an_outcome_for_each_member()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(3);
        nodes[0].Catalogue.Offer("test", EchoPlus);
        nodes[1].Catalogue.Offer("test", async (context, token) =>
        {
            await EchoPlus(context, token);
            throw new InvalidOperationException("no stock");
        });

        GroupReply<bool> activated = await nodes[2].All.ActivateServiceAsync(
            "test", 100, TestJson.Default.Int32, cluster.Token);
        GroupReply<int> called = await nodes[2].All.CallAllAsync(Methods.Echo, 1, null, cluster.Token);
        GroupStatus status = await nodes[2].All.GetStatusAsync(cluster.Token);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(activated.Find(nodes[0].Id)!.Value, Is.True);
            Assert.That(activated.Find(nodes[1].Id)!.Error!.Reason, Is.EqualTo(CallResult.HandlerFailed));
            Assert.That(activated.Find(nodes[1].Id)!.Error!.Message, Does.Contain("no stock"));
            Assert.That(activated.Find(nodes[2].Id)!.Error!.Reason, Is.EqualTo(CallResult.UnknownService));
            Assert.That(called.Find(nodes[0].Id)!.Value, Is.EqualTo(101));
            Assert.That(called.Find(nodes[1].Id)!.Error!.Reason, Is.EqualTo(CallResult.UnknownService));
            Assert.That(nodes[1].Methods, Does.Not.Contain("test.echo"));
            Assert.That(status.Replies.Find(nodes[0].Id)!.Value.OfferedServices, Is.EqualTo(new[] { "test" }));
            Assert.That(
                nodes.Select(node => status.Replies.Find(node.Id)!.Value.Services.Single().IsActive),
                Is.EqualTo(new[] { true, false, false }));
        }
    }

    [Test]
    public async Task Each_group_should_have_an_instance_of_its_own()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(2);
        foreach (Node node in nodes)
        {
            node.Catalogue.Offer("test", EchoPlus);
            node.Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(-value));
        }

        await nodes[0].All.PutGroupAsync("small", [nodes[0].Address, nodes[1].Address], cluster.Token);
        await nodes[0].All.PutGroupAsync("large", [nodes[0].Address, nodes[1].Address], cluster.Token);
        IGroup small = nodes[0].Groups.Find("small")!;
        IGroup large = nodes[0].Groups.Find("large")!;
        await small.ActivateServiceAsync("test", 10, TestJson.Default.Int32, cluster.Token);
        await large.ActivateServiceAsync("test", 1000, TestJson.Default.Int32, cluster.Token);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await EchoesAsync(small), Is.EqualTo(new[] { 11, 11 }));
            Assert.That(await EchoesAsync(large), Is.EqualTo(new[] { 1001, 1001 }));
            Assert.That(await EchoesAsync(nodes[0].All), Is.EqualTo(new[] { -1, -1 }), "The node's own handler.");
        }

        GroupReply<bool> removed = await small.RemoveServiceAsync("test", cluster.Token);
        GroupReply<bool> again = await small.RemoveServiceAsync("test", cluster.Token);
        await nodes[0].All.DeleteGroupAsync("large", cluster.Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(removed.Results, Is.All.True);
            Assert.That(again.Results, Is.All.False);
            Assert.That(await EchoesAsync(small), Is.EqualTo(new[] { -1, -1 }));
            Assert.That(nodes[0].Catalogue.Active, Is.Empty);
        }

        async Task<IEnumerable<int>> EchoesAsync(IGroup group) =>
            (await group.CallAllAsync(Methods.Echo, 1, null, cluster.Token)).Results;
    }

    [Test]
    public async Task Removal_should_wait_for_the_handlers_at_work_before_it_undoes_what_they_use()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource mayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bool isTableThere = true;
        node.Catalogue.Offer("test", (context, _) =>
        {
            context.Handle(Methods.EchoFlag, async (_, _, _) =>
            {
                started.TrySetResult();
                await mayEnd.Task;
                return isTableThere;
            });
            context.Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value));
            context.OnRemoved(() =>
            {
                isTableThere = false;
                return ValueTask.CompletedTask;
            });
            return ValueTask.CompletedTask;
        });
        await node.Local.ActivateServiceAsync("test", default, cluster.Token);
        Task<GroupReply<bool>> inFlight = node.Local.CallAllAsync(Methods.EchoFlag, true, null, cluster.Token).AsTask();
        await started.Task.WaitAsync(cluster.Token);
        Task<GroupReply<bool>> removing = node.Local.RemoveServiceAsync("test", cluster.Token).AsTask();
        while ((await node.Local.CallAllAsync(Methods.Echo, 1, null, cluster.Token)).AllReplied)
        {
            // Until the handlers are taken back; each call is a round trip.
        }

        mayEnd.SetResult();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await inFlight).Results, Is.EqualTo(new[] { true }));
            Assert.That((await removing).Results, Is.EqualTo(new[] { true }));
            Assert.That(isTableThere, Is.False);
        }
    }

    [Test]
    public async Task Newcomer_should_get_the_services_the_schedules_and_the_options_of_a_live_group()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(2);
        GroupOptions options = new() { Strategy = GossipStrategies.RingPush(), Fanout = Fanout.Constant(2) };
        IGroup group = await nodes[0].JoinAsync("orders", options, cluster.Token);
        nodes[0].Catalogue.Offer("test", EchoPlus);
        await group.ActivateServiceAsync("test", 5, TestJson.Default.Int32, cluster.Token);
        Schedule schedule = await group.ScheduleAsync(TimeSpan.FromHours(1), Methods.Echo, 1, cluster.Token);
        Node newcomer = await cluster.StartAsync(
            "newcomer", settings => settings.Services.Add("test", EchoPlus));
        await newcomer.All.WaitForViewAsync(
            view => view.Find(nodes[0].Id)?.Groups.Contains("orders") == true, cluster.Token);

        IGroup joined = await newcomer.JoinAsync("orders", null, cluster.Token);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                newcomer.Catalogue.Active, Is.EqualTo(new[] { new ServiceStatus("orders", "test", true, null) }));
            Assert.That(joined.Schedules, Is.EqualTo(new[] { schedule }));
            Assert.That(joined.Options.Strategy.ToString(), Is.EqualTo("ring"));
            Assert.That(joined.Options.Fanout.ToString(), Is.EqualTo("2"));
        }

        await joined.DisposeAsync();
        Assert.That(newcomer.Catalogue.Active, Is.Empty);
        Assert.That(joined.Schedules, Is.Empty);
    }

    [Test]
    public async Task Service_of_all_should_reach_a_node_that_starts_later()
    {
        await using TestCluster cluster = new();
        Node first = await cluster.StartAsync("first");
        await first.All.ActivateServiceAsync("test", cancellationToken: cluster.Token);
        TaskCompletionSource<ServiceContext> activated = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Node second = await cluster.StartAsync("second", options => options.Services.Add("test", (context, _) =>
        {
            activated.SetResult(context);
            return ValueTask.CompletedTask;
        }));
        ServiceContext context = await activated.Task.WaitAsync(cluster.Token);
        Assert.That((context.Node, context.Group.Name), Is.EqualTo(((INode)second, GroupName.All)));
    }

    [Test]
    public async Task Service_that_is_offered_later_should_be_activated_then()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        GroupReply<bool> unknown = await node.Local.ActivateServiceAsync("test", cancellationToken: cluster.Token);
        Assert.That(unknown[0].Error!.Reason, Is.EqualTo(CallResult.UnknownService));
        TaskCompletionSource activated = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using IDisposable offer = node.Catalogue.Offer("test", (_, _) =>
        {
            activated.SetResult();
            return ValueTask.CompletedTask;
        });
        await activated.Task.WaitAsync(cluster.Token);
        Assert.That(() => node.Catalogue.Offer("test", EchoPlus), Throws.InvalidOperationException);
        offer.Dispose();
        Assert.That(node.Catalogue.Offered, Is.Empty);
    }

    [Test]
    public async Task New_configuration_should_set_the_service_up_anew_and_the_same_should_change_nothing()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        List<string> events = [];
        node.Catalogue.Offer("test", (context, _) =>
        {
            string value = context.Configuration.GetRawText();
            events.Add("up " + value);
            context.OnRemoved(() => Note("down " + value));
            context.OnRemoved(() => Note("flush " + value));
            return ValueTask.CompletedTask;
        });
        GroupReply<bool> first = await ActivateAsync(1);
        GroupReply<bool> same = await ActivateAsync(1);
        GroupReply<bool> other = await ActivateAsync(2);
        await node.DisposeAsync();
        Assert.That((first[0].Value, same[0].Value, other[0].Value), Is.EqualTo((true, false, true)));
        Assert.That(events, Is.EqualTo(new[] { "up 1", "flush 1", "down 1", "up 2", "flush 2", "down 2" }));

        ValueTask<GroupReply<bool>> ActivateAsync(int value) =>
            node.Local.ActivateServiceAsync("test", value, TestJson.Default.Int32, cluster.Token);

        ValueTask Note(string what)
        {
            events.Add(what);
            return ValueTask.CompletedTask;
        }
    }

    [Test]
    public async Task Two_activations_at_once_should_end_the_same_on_all_members()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(4);
        foreach (Node node in nodes)
        {
            node.Catalogue.Offer("test", EchoPlus);
        }

        for (int round = 0; round < 10; round++)
        {
            await Task.WhenAll(nodes.Select((node, i) => node.All
                .ActivateServiceAsync("test", (10 * round) + i, TestJson.Default.Int32, cluster.Token).AsTask()));
            GroupReply<int> values = await nodes[0].All.CallAllAsync(Methods.Echo, 0, null, cluster.Token);
            Assert.That(values.AllReplied, Is.True, string.Join("; ", values));
            Assert.That(values.Results.Distinct().Count(), Is.EqualTo(1), string.Join("; ", values));
        }
    }

    [Test]
    public async Task Member_that_does_not_hold_the_group_should_say_so()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(2);
        nodes[1].Catalogue.Offer("test", EchoPlus);
        IGroup own = nodes[0].Groups.Put("mine", [nodes[1].Address]);
        GroupReply<bool> reply = await own.ActivateServiceAsync("test", cancellationToken: cluster.Token);
        Assert.That(reply[0].Error!.Reason, Is.EqualTo(CallResult.UnknownGroup));
        Assert.That(
            async () => await own.ActivateServiceAsync("no name!", cancellationToken: cluster.Token),
            Throws.ArgumentException);
        JsonElement large = JsonSerializer.SerializeToElement(new string('x', 70_000), TestJson.Default.String);
        Assert.That(async () => await own.ActivateServiceAsync("test", large, cluster.Token), Throws.ArgumentException);
    }

    private static ValueTask EchoPlus(ServiceContext context, CancellationToken cancellationToken)
    {
        int plus = context.ReadConfiguration(TestJson.Default.Int32);
        context.Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value + plus));
        return ValueTask.CompletedTask;
    }
}
