using Microsoft.Extensions.Logging.Testing;
using NodeGroups.Tests.Transport;

namespace NodeGroups.Tests.Diagnostics;

/// <summary>Lines of many nodes in one log can be told apart.</summary>
internal sealed class NodeLogTests
{
    [Test]
    public async Task Every_line_should_name_its_node_once()
    {
        using CancellationTokenSource safety = new(TimeSpan.FromSeconds(60));
        using FakeLoggers logs = new();
        InMemoryNetwork network = new();
        NodeId alphaId;
        NodeOptions options = new() { Name = "alpha", TransportFactory = network, LoggerFactory = logs };
        options.Processes.Launcher = NodeLaunchers.InProcess();
        await using (Node alpha = await Node.StartAsync(options, safety.Token))
        {
            alphaId = alpha.Id;
            await alpha.JoinAsync("orders", cancellationToken: safety.Token);
            await using NodeProcess child =
                await alpha.SpawnAsync(new NodeProcessOptions { Name = "child" }, safety.Token);
        }

        FakeLogRecord[] lines = [.. logs.Lines.GetSnapshot()];
        FakeLogRecord joined = lines.Single(line => line.Id.Id == 1100);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines.Select(line => line.Message), Is.All.Match(@"^(alpha|child)\(\w+\): (?!\S+\): )"));
            Assert.That(lines.Count(line => line.Message.StartsWith("child(", StringComparison.Ordinal)), Is.Positive);
            Assert.That(joined.Message, Is.EqualTo($"alpha({alphaId.ToShortString()}): Joined group orders."));
            Assert.That(joined.GetStructuredStateValue("Node"), Is.EqualTo($"alpha({alphaId.ToShortString()})"));
            Assert.That(joined.GetStructuredStateValue("Group"), Is.EqualTo("orders"));
            Assert.That(
                joined.GetStructuredStateValue("{OriginalFormat}"), Is.EqualTo("{Node}: Joined group {Group}."));
        }
    }

    [TestCase(null)]
    [TestCase("localhost")]
    public async Task Start_should_be_told_with_where_it_listens_and_what_others_are_told(string? advertise)
    {
        using CancellationTokenSource safety = new(TimeSpan.FromSeconds(60));
        using FakeLoggers logs = new();
        NodeOptions options = new() { LoggerFactory = logs };
        options.Advertise = advertise is null ? null : new NodeAddress(advertise, 0);
        await using Node node = await Node.StartAsync(options, safety.Token);
        string[] lines = [.. logs.Lines.GetSnapshot().Select(line => line.Message)];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                lines,
                Has.One.EndsWith($": Listening at 127.0.0.1:{node.Address.Port} in cluster {options.ClusterId}."));
            Assert.That(
                lines.Where(line => line.Contains("Other nodes are told", StringComparison.Ordinal)),
                advertise is null
                    ? Is.Empty
                    : Has.One.EndsWith($": Other nodes are told localhost:{node.Address.Port}."));
        }
    }
}
