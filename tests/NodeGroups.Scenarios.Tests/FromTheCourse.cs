using System.Text.Json;
using System.Text.Json.Serialization;
using NodeGroups.Protocol;

namespace NodeGroups.Scenarios.Tests;

/// <summary>The lines of docs/from-the-course.md, as they stand there: they compile and run.</summary>
internal sealed class FromTheCourse() : ScenarioFixture(helpers: 1)
{
    [Test]
    public async Task Nodes_should_be_as_the_page_says()
    {
        Node node = Coordinator;
        Node other = N[0];
        IGroup group = node.Groups.Find("course")!;
        CancellationToken token = Token;
        await using Node started = await Node.StartAsync(new NodeOptions { Listen = NodeAddress.Loopback(0) });
        NodeAddress address = NodeAddress.Parse("127.0.0.1:7400");
        NodeAddress here = node.Address;
        NodeId nid = node.Id;
        string sid = node.Id.ToShortString();
        RumorId mid = await group.GossipAsync(Course.News, "hello", token);
        int doubled = await node.CallAsync(other.Address, Course.Double, 21, token);
        GroupReply<int> reply = await group.CallAllAsync(Course.Double, 21, token);
        Assert.That(other.All.View.Find(nid)!.Address, Is.EqualTo(here));
        Assert.That((address.Port, doubled, reply.RepliedCount), Is.EqualTo((7400, 42, 1)));
        Assert.That((started.Id == nid, sid.Length, mid.Origin == nid), Is.EqualTo((false, 8, true)));
    }

    [Test]
    public async Task Programs_should_be_as_the_page_says()
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(Token);
        CancellationToken stop = ending.Token;
        string[] more = ["--cluster", "scenarios", "--seed", $"{Coordinator.Address}"];
        NodeHostOptions host = new() { OnStart = async (started, ct) => await started.JoinAsync("course", null, ct) };
        Task<int> program = NodeHost.RunAsync(["--ip", "127.0.0.1", "--port", "0", .. more], host, stop);
        await Coordinator.Groups.Find("course")!.WaitForMembersAsync(3, Token);
        await ending.CancelAsync();
        Task<int> configured = NodeHost.RunAsync(["--config", """{"ip":"127.0.0.1","port":0}"""], host, stop);
        Assert.That(await Task.WhenAll(program, configured), Is.All.Zero);
    }

    [Test]
    public async Task Groups_should_be_as_the_page_says()
    {
        Node node = Coordinator;
        Node other = N[0];
        IGroup group = node.Groups.Find("course")!;
        CancellationToken token = Token;
        IGroup all = node.All;
        IGroup local = node.Local;
        IGroup? mygroup = node.Groups.Find("mygroup");
        GroupView view = node.Groups.Get("mygroup");
        IGroup put = node.Groups.Put("mygroup", [node.Address, other.Address]);
        GroupOptions three = new() { Fanout = Fanout.Constant(3) };
        IGroup spread = node.Groups.Put("spread", [other.Address], three);
        bool added = node.Groups.Add("mygroup", node.Address);
        bool removed = node.Groups.Remove("mygroup", node.Address);
        node.Groups.Delete("mygroup");
        GroupReply<GroupView> views = await group.PutGroupAsync("shards", [other.Address], token);
        GroupReply<GroupView> limited = await group.PutGroupAsync("limited", [other.Address], three, token);
        GroupReply<GroupView> seen = await group.GetGroupAsync("shards", token);
        GroupReply<bool> grown = await group.AddToGroupAsync("shards", node.Address, token);
        GroupReply<bool> shrunk = await group.RemoveFromGroupAsync("shards", node.Address, token);
        GroupReply<bool> deleted = await group.DeleteGroupAsync("shards", token);
        await using IGroup orders = await node.JoinAsync("orders", null, token);
        Assert.That((all.View.Members.Count, local.View.Members.Count, mygroup?.Name), Is.EqualTo((2, 1, put.Name)));
        Assert.That((view.Members.Count, added, removed), Is.EqualTo((1, false, true)));
        Assert.That(spread.Options.Fanout.For(100), Is.EqualTo(3));
        Assert.That(other.Groups.Find("limited")!.Options.Fanout.For(100), Is.EqualTo(3));
        Assert.That(limited.AllReplied && views.AllReplied && seen.AllReplied && deleted.AllReplied, Is.True);
        Assert.That(grown.Results.Concat(shrunk.Results), Is.All.True);
        Assert.That(orders.View.Contains(node.Id), Is.True);
    }

    [Test]
    public async Task Services_should_be_as_the_page_says()
    {
        Node node = Coordinator;
        Node other = N[0];
        IGroup group = node.Groups.Find("course")!;
        JsonElement json = JsonSerializer.SerializeToElement(21, CourseJson.Default.Int32);
        CancellationToken token = Token;
        IDisposable served = node.Handle(Course.Double, (value, call, ct) => ValueTask.FromResult(2 * value));
        IReadOnlyList<string> methods = node.Methods;
        GroupStatus statuses = await group.GetStatusAsync(token);
        IReadOnlyList<string>[] everywhere = [.. statuses.Members.Select(member => member.Methods)];
        served.Dispose();
        GroupReply<bool> active = await group.ActivateServiceAsync("counter", default, token);
        GroupReply<bool> inactive = await group.RemoveServiceAsync("counter", token);
        int one = await node.CallAsync(other.Address, Course.Double, 21, token);
        JsonElement any = await node.CallAsync(other.Address, RpcMethod.Json("course.double"), json, token);
        GroupReply<int> each = await group.CallAllAsync(Course.Double, 21, token);
        RemoteCallback<int> report = node.CreateCallback<int>((value, call, ct) => ValueTask.CompletedTask);
        await other.InvokeAsync(report, 47, null, token);
        RpcMethod<int, int> twice = RpcMethod.Create<int, int>("course.twice");
        Assert.That(methods, Has.Member("course.double"));
        Assert.That(everywhere, Has.Length.EqualTo(2).And.All.Member("course.double"));
        Assert.That(active.Results.Concat(inactive.Results), Is.All.True);
        Assert.That((one, any.GetInt32(), each.RepliedCount, twice.Name), Is.EqualTo((42, 42, 1, "course.twice")));
    }

    [Test]
    public async Task Status_and_processes_should_be_as_the_page_says()
    {
        Node node = await Cluster.StartNodeAsync("parent", options => options.Processes.Launcher =
            NodeLaunchers.InProcess(new NodeHostOptions { StartActions = { ["serve"] = (_, _, _) => default } }));
        await using IGroup joined = await node.JoinAsync("course", null, Token);
        IGroup group = node.Groups.Find("course")!;
        CancellationToken token = Token;
        NodeStatus status = node.GetStatus();
        GroupStatus statuses = await group.GetStatusAsync(token);
        NodeProcess child = await node.SpawnAsync(new NodeProcessOptions { StartAction = "serve" }, token);
        NodeProcess member = await group.SpawnAsync(new NodeProcessOptions { StartAction = "serve" }, token);
        NodeStopResult stopped = await child.StopAsync(TimeSpan.FromSeconds(5), token);
        GroupReply<bool> ended = await group.StopMembersAsync(token);
        Assert.That(statuses.Members.Select(one => one.Id), Has.Member(status.Id));
        Assert.That(stopped.IsGraceful, Is.True);
        Assert.That(ended.Find(member.Id)!.HasValue, Is.True);
    }

    [Test]
    public async Task Gossip_should_be_as_the_page_says()
    {
        Node node = Coordinator;
        IGroup group = node.Groups.Find("course")!;
        CancellationToken token = Token;
        GroupOptions three = new() { Fanout = Fanout.Constant(3) };
        GroupOptions log = new() { Fanout = Fanout.Log() };
        RumorId invocation = await group.GossipCallAsync(Course.Double, 21, token);
        RumorId rumor = await group.GossipAsync(Course.News, "hello", token);
        await using ISubscription<string> news = group.Subscribe(Course.News);
        Schedule schedule = await group.ScheduleAsync(TimeSpan.FromSeconds(5), Course.Double, 21, token);
        GroupReply<bool> cancelled = await group.CancelScheduleAsync(schedule.Id, token);
        Assert.That((three.Fanout.For(100), log.Fanout.For(100)), Is.EqualTo((3, 5)));
        Assert.That(rumor.Sequence, Is.EqualTo(invocation.Sequence + 1));
        Assert.That(cancelled.Results, Is.All.True);
        Assert.That(news.Dropped, Is.Zero);
    }

    protected override async Task PrepareAsync()
    {
        foreach (Node node in new[] { Coordinator, N[0] })
        {
            node.Catalogue.Offer("counter", (_, _) => ValueTask.CompletedTask);
            await node.JoinAsync("course", null, Token);
        }

        await Coordinator.Groups.Find("course")!.WaitForMembersAsync(2, Token);
        N[0].Handle(Course.Double, (value, _, _) => ValueTask.FromResult(2 * value));
        Coordinator.Groups.Put("mygroup", Addresses(N));
    }
}

/// <summary>What the lines call and gossip.</summary>
internal static class Course
{
    public static readonly RpcMethod<int, int> Double =
        RpcMethod.Create("course.double", CourseJson.Default.Int32, CourseJson.Default.Int32);

    public static readonly Topic<string> News = Topic.Create("course.news", CourseJson.Default.String);
}

[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(string))]
internal sealed partial class CourseJson : JsonSerializerContext;
