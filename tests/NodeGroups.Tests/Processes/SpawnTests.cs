using NodeGroups.Processes;
using NodeGroups.Tests.Transport;

namespace NodeGroups.Tests.Processes;

/// <summary>Children come up: rows M14 and M15, scenarios 2.5 (extra), 2.6 and 2.12 (6, 9).</summary>
internal sealed class SpawnTests
{
    [Test]
    public async Task Spawn_should_return_a_child_that_is_up_and_can_be_called()
    {
        await using SpawnFixture fixture = new();
        Node parent = await fixture.StartAsync();
        NodeProcess child = await parent.SpawnAsync(SpawnFixture.Child("serve", "warm"), fixture.Token);
        string text =
            await parent.CallAsync(child.Member, ChildMethods.Echo, "hello", cancellationToken: fixture.Token);
        GroupStatus status = await parent.All.GetStatusAsync(fixture.Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(text, Is.EqualTo("parent-1: hello warm"));
            Assert.That(child.Address.Port, Is.Positive);
            Assert.That(child.ProcessId, Is.Not.EqualTo(Environment.ProcessId));
            Assert.That(child.StartDuration, Is.GreaterThan(TimeSpan.Zero));
            Assert.That(parent.All.View.Contains(child.Id));
            Assert.That(parent.GetStatus().Children.Select(one => one.Address), Is.EqualTo(new[] { child.Address }));
            Assert.That(status.Members.Single(one => one.Id == child.Id).ProcessId, Is.EqualTo(child.ProcessId));
        }
    }

    [Test]
    public async Task Spawn_should_start_the_ready_made_host_when_no_file_is_named()
    {
        await using SpawnFixture fixture = new();
        Node parent = await fixture.StartAsync();
        NodeProcess child = await parent.SpawnAsync(cancellationToken: fixture.Token);
        NodeStatus status = (await parent.All.GetStatusAsync(fixture.Token)).Members.Single(one => one.Id == child.Id);
        Assert.That(status.ProcessId, Is.EqualTo(child.ProcessId).And.Not.EqualTo(Environment.ProcessId));
    }

    [Test]
    public async Task Child_of_a_parent_at_every_interface_should_tell_others_the_host_that_its_parent_tells()
    {
        await using SpawnFixture fixture = new();
        Node parent = await fixture.StartAsync(configure: options =>
        {
            options.Listen = new NodeAddress("0.0.0.0", 0);
            options.Advertise = NodeAddress.Loopback();
            options.Processes.Launcher = NodeLaunchers.InProcess();
        });
        NodeProcess child = await parent.SpawnAsync(cancellationToken: fixture.Token);
        Assert.That(child.Address.Host, Is.EqualTo("127.0.0.1"));
        Assert.That(child.Address.Port, Is.Positive.And.Not.EqualTo(parent.Address.Port));
        Assert.That(parent.All.View.Find(child.Id)!.Address, Is.EqualTo(child.Address));
    }

    [Test]
    public async Task Many_concurrent_spawns_should_each_get_their_own_node()
    {
        await using SpawnFixture fixture = new();
        Node parent = await fixture.StartWithAsync(NodeLaunchers.InProcess());
        Task<NodeProcess>[] spawns =
        [
            .. Enumerable.Range(0, 50).Select(i => parent.SpawnAsync(
                new NodeProcessOptions { Name = $"own-{i}" }, fixture.Token).AsTask()),
        ];
        NodeProcess[] children = await Task.WhenAll(spawns);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(children.Select(child => child.Name), Is.EqualTo(spawns.Select((_, i) => $"own-{i}")));
            Assert.That(children.Select(child => child.Id), Is.Unique);
            Assert.That(children.Select(child => child.Address), Is.Unique);
            Assert.That(parent.Children, Has.Count.EqualTo(50));
        }
    }

    [Test]
    public async Task Processes_spawned_at_once_into_a_live_group_should_be_in_every_members_view()
    {
        await using SpawnFixture fixture = new();
        Node parent = await fixture.StartAsync();
        Node member = await fixture.StartAsync("member");
        GroupOptions options = new() { Strategy = GossipStrategies.Plumtree(), Fanout = Fanout.Constant(3) };
        IGroup orders = await parent.JoinAsync("orders", options, fixture.Token);
        IGroup there = await member.JoinAsync("orders", options, fixture.Token);
        await orders.WaitForMembersAsync(2, fixture.Token);

        IReadOnlyList<NodeProcess> children =
            await orders.SpawnManyAsync(6, SpawnFixture.Child("serve") with { Name = "worker" }, fixture.Token);

        GroupReply<GroupView> views = await orders.GetGroupAsync("orders", fixture.Token);
        GroupReply<string> replies =
            await orders.CallAllAsync(ChildMethods.Echo, "all", cancellationToken: fixture.Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(there.View.Members, Has.Count.EqualTo(8));
            Assert.That(views.Select(view => view.Value.Members.Count), Is.All.EqualTo(8).And.Exactly(8).Items);
            Assert.That(children.Select(child => child.Name), Is.EqualTo(children.Select((_, i) => $"worker-{i + 1}")));
            Assert.That(children.Select(child => child.ProcessId), Is.Unique);
            Assert.That(replies.RepliedCount, Is.EqualTo(6), "the two that do not serve it have faulted");
        }
    }

    [Test]
    public async Task Child_spawned_into_a_live_group_should_have_its_options()
    {
        await using SpawnFixture fixture = new();
        NodeHostOptions host = new();
        INode? started = null;
        host.StartActions["note"] = (node, _, _) =>
        {
            started = node;
            return ValueTask.CompletedTask;
        };
        Node parent = await fixture.StartWithAsync(NodeLaunchers.InProcess(host));
        GroupOptions options = new()
        {
            Strategy = GossipStrategies.Push(Fanout.Constant(2)),
            Fanout = Fanout.Constant(5),
        };
        IGroup orders = await parent.JoinAsync("orders", options, fixture.Token);
        await orders.SpawnAsync(new NodeProcessOptions { StartAction = "note" }, fixture.Token);
        GroupOptions got = started!.Groups.Find("orders")!.Options;
        Assert.That($"{got.Strategy} {got.Fanout}", Is.EqualTo("push(fanout=2) 5"));
    }

    [Test]
    public async Task Child_spawned_into_a_defined_group_should_be_added_on_every_member()
    {
        await using SpawnFixture fixture = new();
        Node parent = await fixture.StartWithAsync(NodeLaunchers.InProcess());
        Node member = await fixture.StartAsync("member");
        GroupOptions options = new() { Strategy = GossipStrategies.Push(), Fanout = Fanout.Constant(5) };
        IGroup mine = parent.Groups.Put("shards", [parent.Address, member.Address], options);
        IGroup theirs = member.Groups.Put("shards", [parent.Address, member.Address], options);

        NodeProcess child = await mine.SpawnAsync(cancellationToken: fixture.Token);

        GroupReply<GroupView> views = await mine.GetGroupAsync("shards", fixture.Token);
        GroupStatus status = await mine.GetStatusAsync(fixture.Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                status.Members.Select(one => one.HeldGroups.Single(held => held.Group == "shards").Fanout),
                Is.EqualTo(new[] { "5", "5", "5" }));
            Assert.That(theirs.View.Members.Select(one => one.Address), Does.Contain(child.Address));
            Assert.That(views.Select(view => view.Value.Members.Count), Is.All.EqualTo(3).And.Exactly(3).Items);
        }
    }

    [Test]
    public async Task Child_should_get_no_secret_by_arguments_or_environment()
    {
        await using SpawnFixture fixture = new();
        List<string> sent = [];
        using FakeLoggers loggers = new();
        Node parent = await fixture.StartAsync(configure: options =>
        {
            options.Processes.Launcher = new RecordingLauncher(sent);
            options.LoggerFactory = loggers;
        });
        NodeProcess child = await parent.SpawnAsync(SpawnFixture.Child("serve"), fixture.Token);
        string seen = await parent.CallAsync(child.Member, ChildMethods.Probe, "", cancellationToken: fixture.Token);
        string token = sent.Single(line => line.Contains("\"token\":\"", StringComparison.Ordinal))
            .Split("\"token\":\"")[1].Split('"')[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(token, Has.Length.EqualTo(44), "32 bytes in base 64");
            Assert.That(seen, Does.Contain("--spawned"));
            Assert.That(seen, Does.Not.Contain(token));
            Assert.That(child.RecentOutput, Has.None.Contains(token));
            Assert.That(loggers.Lines.GetSnapshot().Select(line => line.Message), Has.None.Contains(token));
        }
    }

    [Test]
    public async Task Proof_should_be_given_of_one_number_and_only_to_the_parent()
    {
        await using SpawnFixture fixture = new();
        Node parent = await fixture.StartAsync();
        Node stranger = await fixture.StartAsync("stranger");
        Node child = await fixture.StartAsync("child");
        byte[] token = ChildProof.CreateSecret();
        byte[] nonce = ChildProof.CreateSecret();
        ProcessMethods.RegisterProof(child, ScriptedLauncher.CreateStart(parent.Id, [.. token]));
        byte[] proof = await AskAsync(parent, nonce);
        byte[] again = await AskAsync(parent, nonce);
        CallFailedException? other = Assert.ThrowsAsync<CallFailedException>(() => AskAsync(parent, new byte[32]));
        CallFailedException? foreign = Assert.ThrowsAsync<CallFailedException>(() => AskAsync(stranger, nonce));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ChildProof.Matches(token, nonce, parent.Id, child.Id, proof));
            Assert.That(again, Is.EqualTo(proof), "an answer may be lost");
            Assert.That(other!.Status, Is.EqualTo(ReplyStatus.Faulted));
            Assert.That(foreign!.Status, Is.EqualTo(ReplyStatus.Faulted));
        }

        Task<byte[]> AskAsync(Node caller, byte[] number) => caller.CallAsync(
            caller.All.View.Find(child.Id)!,
            ProcessMethods.Prove,
            new ProofRequest(number),
            cancellationToken: fixture.Token).AsTask();
    }

    [Test]
    public async Task Child_that_left_a_line_of_its_output_open_should_be_heard()
    {
        await using SpawnFixture fixture = new();
        Node parent = await fixture.StartAsync();
        NodeProcess child = await parent.SpawnAsync(SpawnFixture.Child("open-line"), fixture.Token);
        Assert.That(child.RecentOutput, Is.EqualTo(new[] { "", "no end" }));
    }

    [Test]
    public async Task Child_that_is_up_should_count_once_while_others_of_its_batch_start()
    {
        await using SpawnFixture fixture = new();
        TaskCompletionSource isBlocked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        NodeHostOptions host = new();
        host.StartActions["block"] = async (_, _, cancellationToken) =>
        {
            isBlocked.SetResult();
            await release.Task.WaitAsync(cancellationToken);
        };
        Node parent = await fixture.StartAsync(configure: options =>
        {
            options.Processes.Launcher = NodeLaunchers.InProcess(host);
            options.Processes.ChildLimit = 3;
            options.Processes.SpawnConcurrencyLimit = 1;
        });
        NodeProcessOptions good = new();
        Task<IReadOnlyList<NodeProcess>> two =
            parent.SpawnManyAsync([good, good with { StartAction = "block" }], fixture.Token).AsTask();
        await isBlocked.Task.WaitAsync(fixture.Token);
        Task<NodeProcess> third = parent.SpawnAsync(good, fixture.Token).AsTask();
        release.SetResult();
        await Task.WhenAll(two, third);
        Assert.That(parent.Children, Has.Count.EqualTo(3));
        SpawnFailedException? full = Assert.ThrowsAsync<SpawnFailedException>(
            async () => await parent.SpawnAsync(good, fixture.Token));
        Assert.That(full!.Failure, Is.EqualTo(SpawnFailure.LimitReached));
    }
}
