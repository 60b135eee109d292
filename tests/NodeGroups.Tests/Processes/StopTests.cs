using System.Diagnostics;
using System.Text.Json;
using NodeGroups.Processes;

namespace NodeGroups.Tests.Processes;

/// <summary>Children end: row M16, faults F39, F40, F42, F43, F44, scenarios 2.5 (extra) and 2.12 (8, 15).</summary>
internal sealed class StopTests
{
    [Test]
    public async Task Stopped_child_should_be_gone_and_unreachable()
    {
        await using SpawnFixture fixture = new();
        Node parent = await fixture.StartAsync();
        NodeProcess child = await parent.SpawnAsync(SpawnFixture.Child("serve"), fixture.Token);
        NodeStopResult[] results = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => child.StopAsync(cancellationToken: fixture.Token).AsTask()));
        NodeStopResult again = await child.StopAsync(TimeSpan.Zero, fixture.Token);
        CallFailedException? failure = Assert.ThrowsAsync<CallFailedException>(async () =>
            await parent.CallAsync(child.Member, ChildMethods.Echo, "x", cancellationToken: fixture.Token));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(results.Append(again), Is.All.EqualTo(new NodeStopResult(NodeExitCode.Success, Forced: false)));
            Assert.That(failure!.Status, Is.EqualTo(ReplyStatus.Unreachable));
            Assert.That(parent.All.View.Members, Has.Count.EqualTo(1));
            Assert.That(await child.Exited, Is.Zero);
        }

        await child.DisposeAsync();
    }

    [Test]
    public async Task Stop_should_let_running_handlers_finish()
    {
        await using SpawnFixture fixture = new();
        Node parent = await fixture.StartAsync();
        NodeProcess child = await parent.SpawnAsync(SpawnFixture.Child("serve"), fixture.Token);
        ValueTask<string> running =
            parent.CallAsync(child.Member, ChildMethods.Wait, "done", cancellationToken: fixture.Token);

        // A second call on the same connection has been answered, so the first one's handler runs.
        await parent.CallAsync(child.Member, ChildMethods.Echo, "x", cancellationToken: fixture.Token);
        NodeStopResult result = await child.StopAsync(TimeSpan.FromSeconds(30), fixture.Token);
        Assert.That(await running, Is.EqualTo("done"));
        Assert.That(result.IsGraceful);
    }

    [Test]
    public async Task Child_that_is_stopped_should_give_its_own_children_half_of_its_grace()
    {
        await using SpawnFixture fixture = new();
        List<string> sent = [];
        NodeHostOptions host = new();
        host.StartActions["nest"] = async (node, _, cancellationToken) => await node.SpawnAsync(
            new NodeProcessOptions { Launcher = new RecordingLauncher(sent, NodeLaunchers.InProcess()) },
            cancellationToken);
        Node parent = await fixture.StartWithAsync(NodeLaunchers.InProcess(host));
        NodeProcess child =
            await parent.SpawnAsync(new NodeProcessOptions { StartAction = "nest" }, fixture.Token);
        await child.StopAsync(TimeSpan.FromSeconds(4), fixture.Token);
        ParentMessage request = JsonSerializer.Deserialize(sent[^1], StartJson.Default.ParentMessage)!;
        Assert.That(
            request.Grace, Is.GreaterThan(TimeSpan.Zero).And.LessThanOrEqualTo(TimeSpan.FromSeconds(2)));
    }

    [Test]
    public async Task Stop_should_force_a_child_that_does_not_exit()
    {
        await using SpawnFixture fixture = new();
        Node parent = await fixture.StartAsync();
        NodeProcess child = await parent.SpawnAsync(SpawnFixture.Child("stubborn"), fixture.Token);
        NodeStopResult result = await child.StopAsync(TimeSpan.FromMilliseconds(300), fixture.Token);
        Assert.That(result.Forced);
        await fixture.WaitUntilGoneAsync(child.ProcessId);
    }

    [Test]
    [Platform("Linux", Reason = "Descendants of a child that ends by itself are found on Linux only.")]
    public async Task Stop_should_end_what_the_child_has_started()
    {
        await using SpawnFixture fixture = new();
        Node parent = await fixture.StartAsync();
        NodeProcess child = await parent.SpawnAsync(SpawnFixture.Child("grandchild"), fixture.Token);
        int grandchild = int.Parse(child.RecentOutput[0].Split(' ')[1]);
        Assert.That(ProcessTree.Find(grandchild), Is.Not.Null);
        NodeStopResult result = await child.StopAsync(cancellationToken: fixture.Token);
        await fixture.WaitUntilGoneAsync(grandchild);
        Assert.That(result.IsGraceful);
    }

    [Test]
    [Platform("Linux", Reason = "Start times are read on Linux only.")]
    public async Task Process_of_another_life_should_not_be_touched()
    {
        await using SpawnFixture fixture = new();
        Node parent = await fixture.StartAsync();
        NodeProcess child = await parent.SpawnAsync(SpawnFixture.Child(), fixture.Token);
        ProcessMark mark = ProcessTree.Find(child.ProcessId)!.Value;
        bool killed = ProcessTree.Kill(mark with { StartTicks = mark.StartTicks - 1 });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(killed, Is.False);
            Assert.That(child.HasExited, Is.False);
            Assert.That(ProcessTree.Kill(mark));
        }

        await child.Exited.WaitAsync(fixture.Token);
    }

    [Test]
    public async Task Children_should_end_when_their_parent_is_killed()
    {
        await using SpawnFixture fixture = new();
        ProcessStartInfo start = new(SpawnFixture.ChildFile, ["parent", "3"]) { RedirectStandardOutput = true };
        using Process parent = Process.Start(start)!;
        string children = (await parent.StandardOutput.ReadLineAsync(fixture.Token))!;
        parent.Kill();
        await parent.WaitForExitAsync(fixture.Token);
        foreach (string child in children.Split(' '))
        {
            await fixture.WaitUntilGoneAsync(int.Parse(child));
        }

        Assert.That(children.Split(' '), Has.Length.EqualTo(3));
    }

    [Test]
    public async Task Output_should_be_drained_in_bounded_memory()
    {
        await using SpawnFixture fixture = new();
        Node parent = await fixture.StartAsync();
        long lines = 0;
        NodeProcessOptions options =
            SpawnFixture.Child("noise") with { Output = _ => Interlocked.Increment(ref lines) };
        NodeProcess child = await parent.SpawnAsync(options, fixture.Token);
        await child.StopAsync(cancellationToken: fixture.Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Interlocked.Read(ref lines), Is.EqualTo((50 * 2 * 12_500) + 1));
            Assert.That(child.RecentOutput.Sum(line => line.Length + 1), Is.InRange(7000, OutputTail.BytesLimit));
            Assert.That(child.RecentOutput, Does.Contain("noise done"));
        }
    }

    [Test]
    public async Task Children_should_end_with_their_parent_node()
    {
        await using SpawnFixture fixture = new();
        Node graceful = await fixture.StartAsync();
        Node aborted = await fixture.StartAsync("aborted");
        NodeProcess first = await graceful.SpawnAsync(SpawnFixture.Child(), fixture.Token);
        NodeProcess second = await aborted.SpawnAsync(SpawnFixture.Child(), fixture.Token);
        aborted.Abort();
        await graceful.DisposeAsync();
        int exitCode = await first.Exited.WaitAsync(fixture.Token);
        await second.Exited.WaitAsync(fixture.Token);
        Assert.That(exitCode, Is.Zero);
        Assert.That(
            async () => await graceful.SpawnAsync(SpawnFixture.Child()), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public async Task Child_that_ends_by_itself_should_leave_status_and_view()
    {
        await using SpawnFixture fixture = new();
        Node parent = await fixture.StartAsync();
        NodeProcess child = await parent.SpawnAsync(SpawnFixture.Child(), fixture.Token);
        using (Process process = Process.GetProcessById(child.ProcessId))
        {
            process.Kill();
        }

        await child.Exited.WaitAsync(fixture.Token);
        await parent.All.WaitForViewAsync(view => !view.Contains(child.Id), fixture.Token);
        NodeStopResult result = await child.StopAsync(cancellationToken: fixture.Token);
        Assert.That(result.Forced, Is.False);
        Assert.That(parent.GetStatus().Children, Is.Empty);
    }
}
