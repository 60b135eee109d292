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
}
