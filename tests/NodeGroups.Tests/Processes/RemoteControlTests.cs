using NodeGroups.Protocol;
using NodeGroups.Tests.Transport;

namespace NodeGroups.Tests.Processes;

/// <summary>Stop and spawn by other nodes: off unless allowed. Row M16, fault F144, scenario 2.12 (15).</summary>
internal sealed class RemoteControlTests
{
    [Test]
    public async Task Remote_stop_and_spawn_should_be_refused_by_default()
    {
        await using TestCluster cluster = new();
        using FakeLoggers loggers = new();
        Node[] nodes =
        [
            await cluster.StartAsync("caller"),
            await cluster.StartAsync("target", options => options.LoggerFactory = loggers),
        ];
        await nodes[0].All.WaitForMembersAsync(2, cluster.Token);
        Member other = nodes[0].All.View.Find(nodes[1].Id)!;
        CallFailedException? stop =
            Assert.ThrowsAsync<CallFailedException>(async () => await nodes[0].StopNodeAsync(other, cluster.Token));
        CallFailedException? spawn = Assert.ThrowsAsync<CallFailedException>(async () =>
            await nodes[0].SpawnOnAsync(other, "worker", cancellationToken: cluster.Token));
        GroupReply<bool> group = await nodes[0].All.StopMembersAsync(cluster.Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(stop!.Message, Does.Contain("AllowRemoteStop"));
            Assert.That(spawn!.Message, Does.Contain("AllowRemoteSpawn"));
            Assert.That(
                new[] { stop.Error.Reason, spawn.Error.Reason, group.Single().Error!.Reason },
                Is.All.EqualTo(CallResult.Refused));
            Assert.That(
                loggers.Warnings.Count(line => line.Contains($"Refused nodegroups.stop to {nodes[0].Id}")),
                Is.EqualTo(2),
                "who runs the node reads what others want of it");
            Assert.That(nodes[1].Stopped.IsCompleted, Is.False);
        }
    }

    [Test]
    public async Task Remote_stop_should_answer_first_then_end_the_node()
    {
        await using TestCluster cluster = new();
        Node caller = await cluster.StartAsync("caller");
        Node target = await cluster.StartAsync("target", options => options.Processes.AllowRemoteStop = true);
        await caller.All.WaitForMembersAsync(2, cluster.Token);
        Member member = caller.All.View.Find(target.Id)!;
        await caller.StopNodeAsync(member, cluster.Token);
        await target.Stopped.WaitAsync(cluster.Token);
        CallFailedException? failure =
            Assert.ThrowsAsync<CallFailedException>(async () => await caller.StopNodeAsync(member, cluster.Token));
        Assert.That(failure!.Status, Is.EqualTo(ReplyStatus.Unreachable));
    }

    [Test]
    public async Task Authorize_should_decide_for_each_caller()
    {
        await using TestCluster cluster = new();
        Node friend = await cluster.StartAsync("friend");
        Node stranger = await cluster.StartAsync("stranger");
        Node target = await cluster.StartAsync("target", options =>
        {
            options.Processes.AllowRemoteStop = true;
            options.Processes.Authorize = call => call.Caller == friend.Id;
        });
        await stranger.All.WaitForMembersAsync(3, cluster.Token);
        await friend.All.WaitForMembersAsync(3, cluster.Token);
        Assert.That(
            async () => await stranger.StopNodeAsync(stranger.All.View.Find(target.Id)!, cluster.Token),
            Throws.InstanceOf<CallFailedException>());
        await friend.StopNodeAsync(friend.All.View.Find(target.Id)!, cluster.Token);
        await target.Stopped.WaitAsync(cluster.Token);
    }

    [Test]
    public async Task Stop_of_a_whole_group_inside_a_handler_should_not_deadlock()
    {
        await using TestCluster cluster = new();
        Node caller = await cluster.StartAsync("caller");
        Node[] nodes =
        [
            await cluster.StartAsync("a", options => options.Processes.AllowRemoteStop = true),
            await cluster.StartAsync("b", options => options.Processes.AllowRemoteStop = true),
        ];
        IGroup group = await nodes[0].JoinAsync("g", cancellationToken: cluster.Token);
        await nodes[1].JoinAsync("g", cancellationToken: cluster.Token);
        await group.WaitForMembersAsync(2, cluster.Token);
        bool othersFirst = false;
        nodes[0].Handle(Methods.Echo, async (number, _, token) =>
        {
            GroupReply<bool> stops = await group.StopMembersAsync(includeSelf: true, token);
            othersFirst = !nodes[0].All.View.Contains(nodes[1].Id);
            return number + stops.RepliedCount;
        });
        int reply = await caller.CallAsync(nodes[0].Address, Methods.Echo, 41, cancellationToken: cluster.Token);
        await Task.WhenAll(nodes.Select(node => node.Stopped)).WaitAsync(cluster.Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(reply, Is.EqualTo(42));
            Assert.That(othersFirst, "the members have left before this node ends");
            Assert.That(caller.Stopped.IsCompleted, Is.False);
        }
    }

    [Test]
    public async Task Remote_spawn_should_start_what_a_profile_says()
    {
        await using TestCluster cluster = new();
        NodeHostOptions host = new();
        TaskCompletionSource<string?> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.StartActions["warm-up"] = (_, argument, _) =>
        {
            started.TrySetResult(argument);
            return ValueTask.CompletedTask;
        };
        Node caller = await cluster.StartAsync("caller");
        Node target = await cluster.StartAsync("target", options =>
        {
            options.Processes.Launcher = NodeLaunchers.InProcess(host);
            options.Processes.AllowRemoteSpawn = true;
            options.Processes.LaunchProfiles["worker"] =
                new NodeProcessOptions { StartAction = "warm-up", AllowRemoteStop = true };
        });
        await caller.All.WaitForMembersAsync(2, cluster.Token);
        Member parent = caller.All.View.Find(target.Id)!;
        RemoteNode child =
            await caller.SpawnOnAsync(parent, "worker", "remote", "beans", cancellationToken: cluster.Token);
        CallFailedException? unknown = Assert.ThrowsAsync<CallFailedException>(async () =>
            await caller.SpawnOnAsync(parent, "other", cancellationToken: cluster.Token));
        GroupView view = await caller.All.WaitForViewAsync(seen => seen.Contains(child.Id), cluster.Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(view.Find(child.Id)!.Name, Is.EqualTo("remote"));
            Assert.That(await started.Task, Is.EqualTo("beans"));
            Assert.That(target.Children.Single().Id, Is.EqualTo(child.Id));
            Assert.That(unknown!.Message, Does.Contain("no launch profile"));
            Assert.That(
                () => caller.SpawnOnAsync(parent, "../../bin/sh", cancellationToken: cluster.Token),
                Throws.InstanceOf<ArgumentException>());
        }

        NodeProcess process = target.Children.Single();
        await caller.StopNodeAsync(view.Find(child.Id)!, cluster.Token);
        Assert.That(await process.Exited.WaitAsync(cluster.Token), Is.Zero);
    }
}
