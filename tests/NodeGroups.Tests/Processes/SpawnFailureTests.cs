using NodeGroups.Processes;
using NodeGroups.Protocol;
using NodeGroups.Runtime;

namespace NodeGroups.Tests.Processes;

/// <summary>Children that do not come up: a typed error, in time, and no process left. Faults F37, F38, F45.</summary>
internal sealed class SpawnFailureTests
{
    [Test]
    public async Task Spawn_should_tell_exit_code_and_last_words_when_the_child_exits_at_once()
    {
        await using SpawnFixture fixture = new();
        Node parent = await fixture.StartAsync();
        SpawnFailedException failure = await FailAsync(fixture, parent, SpawnFixture.Misbehaving("exit"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Failure, Is.EqualTo(SpawnFailure.ExitedEarly));
            Assert.That(failure.ExitCode, Is.EqualTo(3));
            Assert.That(failure.Output[^1], Is.EqualTo("last words"));
            Assert.That(failure.Output.Sum(line => line.Length + 1), Is.InRange(7000, 8192));
            Assert.That(failure.Message, Does.Contain("NodeHost.RunAsync. Exit code 3").And.Contain("last words"));
        }
    }

    [Test]
    public async Task Spawn_should_end_a_child_that_is_never_ready_with_all_that_it_started()
    {
        await using SpawnFixture fixture = new();
        Node parent = await fixture.StartAsync();
        TaskCompletionSource<string> said = new(TaskCreationOptions.RunContinuationsAsynchronously);
        NodeProcessOptions options = SpawnFixture.Misbehaving("silent") with
        {
            Output = line => said.TrySetResult(line.Text),
            StartTimeout = TimeSpan.FromSeconds(4),
        };
        SpawnFailedException failure = await FailAsync(fixture, parent, options);

        // All output has been read by now; on a machine too busy there is none, and no grandchild.
        if (said.Task.IsCompletedSuccessfully)
        {
            await fixture.WaitUntilGoneAsync(int.Parse((await said.Task).Split(' ')[1]));
        }

        Assert.That(failure.Failure, Is.EqualTo(SpawnFailure.TimedOut));
        Assert.That(failure.Message, Does.Contain("not up within 4 s. Only a host can be spawned"));
    }

    [TestCase("throw", SpawnFailure.StartActionFailed, NodeExitCode.StartActionFailed, "no stock. Exit")]
    [TestCase("nothing-of-that-name", SpawnFailure.StartRefused, NodeExitCode.StartRefused, "There is no start action")]
    public async Task Spawn_should_fail_when_the_start_action_does(
        string action, SpawnFailure reason, int exitCode, string text)
    {
        await using SpawnFixture fixture = new();
        Node parent = await fixture.StartAsync();
        SpawnFailedException failure = await FailAsync(fixture, parent, SpawnFixture.Child(action, "no stock"));
        await parent.All.WaitForViewAsync(view => view.Members.Count == 1, fixture.Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Failure, Is.EqualTo(reason));
            Assert.That(failure.ExitCode, Is.EqualTo(exitCode));
            Assert.That(failure.Message, Does.Contain(text));
        }
    }

    [Test]
    public async Task Spawn_should_fail_when_the_port_is_taken()
    {
        await using SpawnFixture fixture = new();
        Node parent = await fixture.StartAsync();
        NodeProcess first = await parent.SpawnAsync(SpawnFixture.Child(), fixture.Token);
        SpawnFailedException failure =
            await FailAsync(fixture, parent, SpawnFixture.Child() with { Listen = first.Address, Name = first.Name });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Failure, Is.EqualTo(SpawnFailure.AddressUnavailable));
            Assert.That(failure.ExitCode, Is.EqualTo(NodeExitCode.AddressUnavailable));
            Assert.That(failure.Message, Does.Contain("in use"));
            Assert.That(first.HasExited, Is.False);
        }
    }

    [Test]
    public async Task Spawn_should_refuse_a_child_that_is_not_the_one_it_started()
    {
        await using SpawnFixture fixture = new();
        Node parent = await fixture.StartAsync();
        SpawnFailedException failure = await FailAsync(fixture, parent, SpawnFixture.Misbehaving("impostor"));
        Assert.That(failure.Failure, Is.EqualTo(SpawnFailure.NotVerified));
    }

    [Test]
    public async Task Spawn_should_refuse_a_child_that_gives_a_wrong_proof()
    {
        await using SpawnFixture fixture = new();
        Node parent = await fixture.StartWithAsync(
            new RecordingLauncher([], NodeLaunchers.InProcess(), WithAnotherToken));
        SpawnFailedException failure = await FailAsync(fixture, parent, SpawnFixture.Child());
        Assert.That(failure.Failure, Is.EqualTo(SpawnFailure.NotVerified));
        Assert.That(failure.Message, Does.Contain("wrong proof"));

        static string WithAnotherToken(string line)
        {
            const string token = "\"token\":\"";
            int at = line.IndexOf(token, StringComparison.Ordinal) + token.Length;
            return at < token.Length ? line : $"{line[..at]}{new string('A', 43)}={line[(at + 44)..]}";
        }
    }

    [Test]
    public async Task Spawn_should_tell_apart_what_is_wrong_with_the_file()
    {
        await using SpawnFixture fixture = new();
        Node parent = await fixture.StartAsync();
        using TemporaryFolder folder = new();
        string text = folder.Write("text", "no program", executable: true);
        string data = folder.Write("data", "no program", executable: false);
        (NodeProcessOptions Options, SpawnFailure Expected)[] cases =
        [
            (new() { FileName = folder.Path("missing") }, SpawnFailure.FileNotFound),
            (new() { FileName = folder.Path(".") }, SpawnFailure.FileNotFound),
            (new() { FileName = "nodegroups-no-such-program" }, SpawnFailure.FileNotFound),
            (new() { FileName = data }, SpawnFailure.NotExecutable),
            (new() { FileName = text }, SpawnFailure.WrongFormat),
            (SpawnFixture.Child() with { WorkingDirectory = data }, SpawnFailure.WorkingDirectoryNotFound),
        ];
        foreach ((NodeProcessOptions options, SpawnFailure expected) in cases)
        {
            SpawnFailedException failure = await FailAsync(fixture, parent, options);
            Assert.That(failure.Failure, Is.EqualTo(expected), failure.Message);
        }
    }

    [Test]
    [Platform("Linux,MacOsX", Reason = "It prints its argument by a shell.")]
    public async Task Arguments_should_reach_the_program_as_they_are()
    {
        const string Argument = "$(echo no) `echo no`; * > no \"'\\ ..";
        await using SpawnFixture fixture = new();
        Node parent = await fixture.StartAsync();
        NodeProcessOptions options = new()
        {
            FileName = "/bin/sh", Arguments = ["-c", "printf '%s\\n' \"$1\"", "sh", Argument],
        };
        SpawnFailedException failure = await FailAsync(fixture, parent, options);
        Assert.That(failure.Output, Is.EqualTo(new[] { Argument }));
    }

    [Test]
    public async Task Cancelled_spawn_should_leave_nothing()
    {
        await using SpawnFixture fixture = new();
        Node parent = await fixture.StartAsync();
        using CancellationTokenSource cancellation = new();
        NodeProcessOptions options = SpawnFixture.Misbehaving("silent") with { Output = _ => cancellation.Cancel() };
        Assert.That(
            async () => await parent.SpawnAsync(options, cancellation.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(parent.Children, Is.Empty);
    }

    [Test]
    public async Task Spawn_in_bulk_should_start_all_or_none()
    {
        await using SpawnFixture fixture = new();
        NodeHostOptions host = new();
        host.StartActions["throw"] = (_, _, _) => throw new InvalidOperationException("no stock");
        Node parent = await fixture.StartAsync(configure: options =>
        {
            options.Processes.Launcher = NodeLaunchers.InProcess(host);
            options.Processes.ChildLimit = 3;
        });
        NodeProcessOptions good = new();
        SpawnFailedException? one = Assert.ThrowsAsync<SpawnFailedException>(async () =>
            await parent.SpawnManyAsync([good, good with { StartAction = "throw" }, good], fixture.Token));
        SpawnFailedException? many = Assert.ThrowsAsync<SpawnFailedException>(async () =>
            await parent.SpawnManyAsync(4, good, fixture.Token));
        await parent.All.WaitForViewAsync(view => view.Members.Count == 1, fixture.Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(one!.Failure, Is.EqualTo(SpawnFailure.StartActionFailed));
            Assert.That(many!.Failure, Is.EqualTo(SpawnFailure.LimitReached));
            Assert.That(await parent.SpawnManyAsync(3, good, fixture.Token), Has.Count.EqualTo(3));
        }
    }

    [Test]
    public async Task Spawn_into_a_defined_group_should_leave_no_address_when_a_member_refuses()
    {
        await using SpawnFixture fixture = new();
        Node parent = await fixture.StartWithAsync(NodeLaunchers.InProcess());
        Node willing = await fixture.StartAsync("willing");
        Node refusing = await fixture.StartAsync("refusing");
        NodeAddress[] members = [parent.Address, willing.Address, refusing.Address];
        IGroup group = parent.Groups.Put("shards", members);
        willing.Groups.Put("shards", members);
        RpcMethod<GroupRequest, bool> add = BuiltInMethods.AddToGroup;
        refusing.Runtime.Dispatcher.Handlers.Add(
            new Handler<GroupRequest, bool>(add, (_, _, _) => throw new InvalidOperationException()), "shards");
        SpawnFailedException? failure = Assert.ThrowsAsync<SpawnFailedException>(
            async () => await group.SpawnAsync(cancellationToken: fixture.Token));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure!.Failure, Is.EqualTo(SpawnFailure.GroupIncomplete));
            Assert.That(parent.Groups.Get("shards").Members, Has.Count.EqualTo(3));
            Assert.That(willing.Groups.Get("shards").Members, Has.Count.EqualTo(3));
        }
    }

    [Test]
    public async Task Listener_of_a_parent_should_not_be_inherited()
    {
        await using SpawnFixture fixture = new();
        Node parent = await fixture.StartAsync();
        Node other = await fixture.StartAsync("other");
        NodeAddress address = other.Address;
        NodeProcess child = await parent.SpawnAsync(SpawnFixture.Child(), fixture.Token);
        await other.DisposeAsync();
        Node again = await fixture.StartAsync("again", options => options.Listen = address);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.Address, Is.EqualTo(address));
            Assert.That(child.HasExited, Is.False);
        }
    }

    [Test]
    public async Task Spawn_should_cut_and_clean_what_the_child_says_went_wrong()
    {
        await using SpawnFixture fixture = new();
        string problem = $"first\nforged \u001b[31m{new string('\u00e9', 5000)}";
        NodeHostOptions host = new();
        host.StartActions["throw"] = (_, _, _) => throw new InvalidOperationException(problem);
        Node parent = await fixture.StartWithAsync(NodeLaunchers.InProcess(host));
        SpawnFailedException failure = await FailAsync(fixture, parent, new() { StartAction = "throw" });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Failure, Is.EqualTo(SpawnFailure.StartActionFailed));
            Assert.That(failure.Message, Does.Contain("first\ufffdforged \ufffd[31m\u00e9"));
            Assert.That(failure.Message, Has.Length.LessThan(1000));
        }
    }

    [Test]
    public async Task Child_that_dies_after_it_was_ready_should_be_told_from_a_slow_one_and_from_an_impostor(
        [Values] bool isProved)
    {
        await using SpawnFixture fixture = new();
        await using Node child = await Node.StartAsync(NodeOptions.Local());
        ScriptedLauncher launcher = new(child, isProved);
        Node parent = await fixture.StartWithAsync(launcher);
        Task<SpawnFailedException> failing = FailAsync(fixture, parent, SpawnFixture.Child());
        await launcher.Asked.WaitAsync(fixture.Token);
        if (isProved)
        {
            // A second call on the same connection has been answered, so the proof has been, too.
            await parent.CallAsync(
                new Peer(child.Id, child.Address),
                ProcessMethods.Prove,
                new ProofRequest([]),
                null,
                fixture.Token);
        }

        launcher.Exit(9);
        SpawnFailedException failure = await failing;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Failure, Is.EqualTo(SpawnFailure.ExitedEarly));
            Assert.That(failure.ExitCode, Is.EqualTo(9));
        }
    }

    /// <summary>Spawns a child that does not come up, and sees that its process is gone.</summary>
    private static async Task<SpawnFailedException> FailAsync(
        SpawnFixture fixture, Node parent, NodeProcessOptions options)
    {
        SpawnFailedException failure = await CatchAsync(parent, options);
        if (failure.ProcessId is { } id && id != Environment.ProcessId)
        {
            await fixture.WaitUntilGoneAsync(id);
        }

        return failure;
    }

    private static async Task<SpawnFailedException> CatchAsync(Node parent, NodeProcessOptions options)
    {
        try
        {
            await parent.SpawnAsync(options);
        }
        catch (SpawnFailedException failure)
        {
            return failure;
        }

        throw new AssertionException("The spawn succeeded.");
    }
}
