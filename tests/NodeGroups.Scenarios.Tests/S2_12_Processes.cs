using System.Diagnostics;
using System.Globalization;

namespace NodeGroups.Scenarios.Tests;

/// <summary>What nobody tested: how processes begin and end.</summary>
internal sealed class S2_12_Processes() : ScenarioFixture(helpers: 0)
{
    [Test]
    public async Task S2_12_06_Fifty_spawns_at_once_should_each_give_the_callers_own_node()
    {
        Node parent = await Cluster.StartNodeAsync(
            "parent", options => options.Processes.Launcher = NodeLaunchers.InProcess());
        string[] names = [.. Enumerable.Range(0, 50).Select(i => $"own-{i}")];
        NodeProcess[] children = await Task.WhenAll(names.Select(
            name => parent.SpawnAsync(new NodeProcessOptions { Name = name }, Token).AsTask()));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(children.Select(child => child.Name), Is.EqualTo(names));
            Assert.That(children.Select(child => child.Id), Is.Unique);
            Assert.That(children.Select(child => child.Address), Is.Unique);
        }
    }

    [Test]
    public async Task S2_12_06_Processes_spawned_at_once_should_each_give_the_callers_own_node()
    {
        NodeProcess[] children = await Task.WhenAll(Enumerable.Range(0, 12).Select(
            i => Coordinator.SpawnAsync(Child.Node($"own-{i}", "serve"), Token).AsTask()));
        for (int i = 0; i < children.Length; i++)
        {
            string said = await Coordinator.CallAsync(children[i].Member, Scenario.ChildEcho, "hi", null, Token);
            Assert.That(said, Does.StartWith($"own-{i}: hi"));
        }

        Assert.That(children.Select(child => child.ProcessId), Is.Unique);
    }

    [Test]
    public async Task S2_12_07_Child_that_exits_at_once_should_tell_code_and_last_words()
    {
        SpawnFailedException failure = await Child.FailAsync(Coordinator, Child.Misbehaving("exit"), Token);
        Assert.That((failure.Failure, failure.ExitCode), Is.EqualTo((SpawnFailure.ExitedEarly, (int?)3)));
        Assert.That(failure.Output[^1], Is.EqualTo("last words"));
    }

    [Test]
    public async Task S2_12_07_Child_whose_start_action_throws_should_fail_the_spawn()
    {
        SpawnFailedException failure =
            await Child.FailAsync(Coordinator, Child.Node("bad", "throw", "no stock"), Token);
        Assert.That(failure.Failure, Is.EqualTo(SpawnFailure.StartActionFailed));
        Assert.That(failure.Message, Does.Contain("no stock"));
    }

    [Test]
    public async Task S2_12_07_Child_that_is_never_ready_should_be_ended_in_time_with_all_it_started()
    {
        TaskCompletionSource<string> said = new(TaskCreationOptions.RunContinuationsAsynchronously);
        NodeProcessOptions silent = Child.Misbehaving("silent") with
        {
            Output = line => said.TrySetResult(line.Text), StartTimeout = TimeSpan.FromSeconds(5),
        };
        SpawnFailedException failure = await Child.FailAsync(Coordinator, silent, Token);
        Assert.That(failure.Failure, Is.EqualTo(SpawnFailure.TimedOut));
        string grandchild = (await said.Task.WaitAsync(Token)).Split(' ')[1];
        await Child.WaitUntilGoneAsync(int.Parse(grandchild, CultureInfo.InvariantCulture), Token);
    }

    [Test]
    public async Task S2_12_08_Children_should_die_with_a_killed_parent()
    {
        ProcessStartInfo start = new(Child.File, ["parent", "2"]) { RedirectStandardOutput = true };
        using Process parent = Process.Start(start)!;
        string[] children = (await parent.StandardOutput.ReadLineAsync(Token))!.Split(' ');
        parent.Kill();
        await parent.WaitForExitAsync(Token);

        // After four seconds they end themselves by force; the rest is for a busy machine.
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(15));
        foreach (string child in children)
        {
            await Child.WaitUntilGoneAsync(int.Parse(child, CultureInfo.InvariantCulture), limit.Token);
        }

        Assert.That(children, Has.Length.EqualTo(2));
    }

    [Test]
    public async Task S2_12_09_Spawn_should_tell_the_real_port()
    {
        NodeProcess child = await Coordinator.SpawnAsync(Child.Node("n1"), Token);
        GroupStatus status = await Coordinator.All.GetStatusAsync(Token);
        NodeStatus own = status.Members.Single(member => member.Id == child.Id);
        Assert.That((own.Address, own.ProcessId), Is.EqualTo((child.Address, child.ProcessId)));
        Assert.That(child.Address.Port, Is.Positive);
    }
}
