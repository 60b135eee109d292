using System.Diagnostics;
using System.Text.Json;
using NodeGroups.Processes;

namespace NodeGroups.Tests.Processes;

/// <summary>Stand-alone nodes: row M1.</summary>
internal sealed class NodeHostTests
{
    [Test]
    public async Task Host_should_print_one_readiness_line_and_end_gracefully()
    {
        await using SpawnFixture fixture = new();
        Node seed = await fixture.StartAsync("seed");
        using StringWriter output = new();
        using CancellationTokenSource stop = new();
        TaskCompletionSource<INode> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bool entered = false;
        NodeHostOptions host = new()
        {
            Output = output,
            OnStart = (node, _) =>
            {
                entered = node.Groups.Names.Contains("orders");
                started.TrySetResult(node);
                return ValueTask.CompletedTask;
            },
        };
        string orderGroup = """{"name":"orders","strategy":"push","fanout":"2"}""";
        string config = $$"""{"name":"wrong","seeds":["{{seed.Address}}"],"groups":[{{orderGroup}}]}""";
        string[] args =
            ["--config", config, "--name=alpha", "--group", "stock", "--ip", "0.0.0.0", "--advertise", "127.0.0.1"];
        Task<int> running = NodeHost.RunAsync(args, host, stop.Token);
        INode node = await started.Task.WaitAsync(fixture.Token);
        await seed.All.WaitForViewAsync(view => view.Find(node.Id) is { Groups.Count: 2 }, fixture.Token);
        IGroup orders = node.Groups.Find("orders")!;
        Task<Member[]> failed = WatchFailuresAsync(seed, fixture.Token);
        await stop.CancelAsync();
        int exitCode = await running;
        string[] lines = output.ToString().Trim().Split('\n');
        using (Assert.EnterMultipleScope())
        {
            Assert.That(exitCode, Is.Zero);
            Assert.That(await failed, Is.Empty, "it has left");
            Assert.That(entered, Is.False, "it serves before it is in view of a group");
            Assert.That(node.Name, Is.EqualTo("alpha"));
            Assert.That(node.Address.Host, Is.EqualTo("127.0.0.1"));
            Assert.That($"{orders.Options.Strategy} {orders.Options.Fanout}", Is.EqualTo("push 2"));
            Assert.That(lines, Has.Length.EqualTo(1));
            Assert.That(lines[0], Does.StartWith("ready {"));
            Assert.That(
                JsonDocument.Parse(lines[0][6..]).RootElement.GetProperty("address").GetString(),
                Is.EqualTo(node.Address.ToString()));
        }
    }

    [TestCase("--help")]
    [TestCase("--prot", "1", "-h")]
    [TestCase("--help", "--config", "no such file")]
    public async Task Host_should_tell_its_arguments_whatever_else_was_typed(params string[] args)
    {
        using StringWriter output = new();
        int exitCode = await NodeHost.RunAsync(args, new NodeHostOptions { Output = output });
        Assert.That((exitCode, output.ToString()), Is.EqualTo((NodeExitCode.Success, NodeHost.Usage)));
    }

    [TestCase("Unknown argument", "--prot", "1")]
    [TestCase("--port is given twice", "--port", "1", "--port=2")]
    [TestCase("--allow-remote-stop is given twice", "--allow-remote-stop", "--allow-remote-stop")]
    [TestCase("--port is a whole number", "--port", "70000")]
    [TestCase("needs a value", "--seed")]
    [TestCase("not a node address", "--seed", "nowhere")]
    [TestCase("--name must have 1 to 128 ASCII letters, digits, '.', '_', '-' or ':', beginning with a letter or "
        + "digit, not 'no name'.", "--name", "no name")]
    [TestCase("--cluster must have 1 to 128 ASCII letters", "--cluster", "")]
    [TestCase("or digit, not 'x y'.", "--group", "x y")]
    [TestCase("error: --group must have 1 to 128 ASCII letters", "--group", "x y")]
    [TestCase("--ip is an IP address or a DNS name, not '[::1'.", "--ip", "[::1")]
    [TestCase("--ip is an IP address or a DNS name, not '127.0.0.1:7'.", "--ip", "127.0.0.1:7")]
    [TestCase("--advertise is an IP address or a DNS name, with or without a port, not 'foo:bar'.",
        "--advertise", "foo:bar")]
    [TestCase("there is no setting 'prot'; there are: advertise, allowRemoteStop", "--config", "{\"prot\":1}")]
    [TestCase("it is not JSON: line 1, column 2, at 'bad'", "--config", "{bad")]
    [TestCase("it is not JSON: line 2, column 8, where the text ends", "--config", "{\n\"port\":")]
    [TestCase("'port' is a whole number; what is at 'port' is not", "--config", "{\"port\":\"x\"}")]
    [TestCase("'groups' is a list of names", "--config", "{\"groups\":[\"a\",{\"nome\":\"b\"}]}")]
    [TestCase("'port' is given twice", "--config", "{\"port\":0,\"seeds\":[],\"port\":5}")]
    [TestCase("'groups[1].fanout' is given twice",
        "--config", "{\"groups\":[\"a\",{\"name\":\"b\",\"fanout\":\"1\",\"fanout\":\"2\"}]}")]
    [TestCase("cannot be read", "--config", "/no/such/file.json")]
    [TestCase("is JSON or the name of a file with it, not ''", "--config", "")]
    [TestCase("is JSON or the name of a file with it, not '/'", "--config", "/")]
    [TestCase("is not a configuration", "--config", "[]")]
    [TestCase("watch or ignore", "--stdin", "perhaps")]
    [TestCase("--ip 0.0.0.0 is no place at which other nodes reach this one; add --advertise HOST[:PORT]",
        "--ip", "0.0.0.0")]
    [TestCase("--advertise 0.0.0.0:7 is no place", "--ip", "0.0.0.0", "--advertise", "0.0.0.0:7")]
    [TestCase("--allow-remote-stop takes no value", "--allow-remote-stop=false")]
    [TestCase("'groups' must not be null", "--config", "{\"groups\":null}", "--group", "a")]
    [TestCase("'groups[0]' must not be null", "--config", "{\"groups\":[null]}")]
    [TestCase("'seeds' must not be null", "--config", "{\"seeds\":null}")]
    [TestCase("'ip' must not be null", "--config", "{\"ip\":null}")]
    [TestCase("'port' is a whole number from 0 to 65535, not 70000", "--config", "{\"port\":70000}")]
    [TestCase("'joinTimeoutSeconds' is a whole number from 1 to", "--config", "{\"joinTimeoutSeconds\":0}")]
    [TestCase("The group 'g': 'x' is not a fan-out: there are a count (3), log, log+2, and a reliability (0.999).",
        "--config", "{\"groups\":[{\"name\":\"g\",\"fanout\":\"x\"}]}")]
    [TestCase("The group 'g': This node knows no gossip strategy 'x'; there are: antientropy, auto, broadcast, "
        + "plumtree, push, push-forever, pushpull, ring, rumor, tree. One of your own has to be in its "
        + "NodeOptions.Strategies.",
        "--config", "{\"groups\":[{\"name\":\"g\",\"strategy\":\"x\"}]}")]
    [TestCase("The group 'all' is built in", "--group", "all")]
    [TestCase("'port' is a whole number", "--config", "{\"advertise\":\"127.0.0.1\",\"port\":\"x\"}")]
    public async Task Bad_argument_should_print_the_usage_and_exit_with_2(string problem, params string[] args)
    {
        using StringWriter error = new();
        int exitCode = await NodeHost.RunAsync(args, new NodeHostOptions { Error = error });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(exitCode, Is.EqualTo(NodeExitCode.Usage));
            Assert.That(error.ToString(), Does.StartWith("Options: --ip").And.Contain("Try --help"));
            Assert.That(error.ToString().TrimEnd().Split('\n')[^1], Does.StartWith("error: ").And.Contain(problem));
            Assert.That(error.ToString(), Does.Not.Contain("(Parameter"));
        }
    }

    [Test]
    public void Group_should_be_joined_once_by_the_first_that_is_said_of_it()
    {
        const string Config = """{"groups":[{"name":"g","strategy":"push"}]}""";
        HostPlan plan = HostArguments.Parse(["--config", Config, "--group", "g", "--group=h", "--group=h"]).ToPlan();
        Assert.That(plan.Groups.Select(group => group.Name.Value), Is.EqualTo(new[] { "g", "h" }));
        plan.Options.Strategies.Add(GossipStrategies.Push(Fanout.Constant(2)));
        Assert.That($"{plan.Read(plan.Groups[0]).Strategy}", Is.EqualTo("push(fanout=2)"), "the program's own");
    }

    [Test]
    public async Task Program_that_is_told_by_a_person_that_it_was_spawned_should_say_so_on_standard_error()
    {
        await using SpawnFixture fixture = new();
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "nodegroups-node"), ["--spawned"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        string error = await process.StandardError.ReadToEndAsync(fixture.Token);
        await process.WaitForExitAsync(fixture.Token);
        Assert.That(error, Does.Contain("meant to be started by a node"));
        Assert.That(process.ExitCode, Is.EqualTo(NodeExitCode.StartRefused));
    }

    [Test]
    public void Names_of_settings_should_be_those_of_the_configuration()
    {
        IEnumerable<string> names = typeof(HostConfig).GetProperties()
            .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));
        Assert.That(ConfigProblem.Settings, Is.EquivalentTo(names));
    }

    [Test]
    public async Task Each_way_not_to_start_should_have_its_exit_code()
    {
        await using SpawnFixture fixture = new();
        Node other = await fixture.StartAsync();
        using StringWriter error = new();
        NodeHostOptions host = new()
        {
            Error = error,
            StartActions = { ["throw"] = (_, _, _) => throw new InvalidOperationException("no stock") },
        };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await RunAsync("--port", $"{other.Address.Port}"), Is.EqualTo(NodeExitCode.AddressUnavailable));
            Assert.That(
                await RunAsync("--seed", $"{other.Address}", "--cluster", "else", "--join-timeout", "1"),
                Is.EqualTo(NodeExitCode.JoinFailed));
            Assert.That(await RunAsync("--start", "throw"), Is.EqualTo(NodeExitCode.StartActionFailed));
            Assert.That(await RunAsync("--start", "other"), Is.EqualTo(NodeExitCode.StartRefused));
            Assert.That(error.ToString(), Does.Contain("in use").And.Contain("no stock").And.Contain("'other'"));
        }

        Task<int> RunAsync(params string[] args) => NodeHost.RunAsync(args, host);
    }

    [Test]
    [Platform("Linux,MacOsX", Reason = "There are no such signals elsewhere.")]
    public async Task Host_process_should_leave_and_exit_with_0_on_a_signal_or_at_the_end_of_its_input()
    {
        await using SpawnFixture fixture = new();
        Node seed = await fixture.StartAsync("seed");
        using Process signalled = StartHost(seed, "--name", "signalled");
        using Process watching = StartHost(seed, "--name", "watching", "--stdin", "watch");
        await seed.All.WaitForMembersAsync(3, fixture.Token);

        // The seed sees a host before that has heard whom it has joined; only then it can say farewell.
        await signalled.StandardOutput.ReadLineAsync(fixture.Token);
        await watching.StandardOutput.ReadLineAsync(fixture.Token);
        Task<Member[]> failed = WatchFailuresAsync(seed, fixture.Token);
        using Process kill = Process.Start("kill", ["-TERM", $"{signalled.Id}"]);
        watching.StandardInput.Close();
        Assert.That(await failed, Is.Empty, "they have left");
        await signalled.WaitForExitAsync(fixture.Token);
        await watching.WaitForExitAsync(fixture.Token);
        Assert.That(new[] { signalled.ExitCode, watching.ExitCode }, Is.All.Zero);
    }

    /// <summary>Watches, from now on, until a node is alone, and gets the members that failed meanwhile.</summary>
    private static async Task<Member[]> WatchFailuresAsync(Node node, CancellationToken cancellationToken)
    {
        List<Member> failed = [];
        await foreach (GroupViewChange change in node.All.WatchAsync(cancellationToken))
        {
            failed.AddRange(change.Failed);
            if (change.Current.Members.Count == 1)
            {
                break;
            }
        }

        return [.. failed];
    }

    private static Process StartHost(Node seed, params string[] args)
    {
        string file = Path.Combine(AppContext.BaseDirectory, "nodegroups-node");
        return Process.Start(new ProcessStartInfo(file, [.. args, "--seed", $"{seed.Address}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }
}
