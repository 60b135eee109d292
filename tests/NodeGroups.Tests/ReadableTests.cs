using NodeGroups.Protocol;

namespace NodeGroups.Tests;

/// <summary>What a log or a debugger shows of nodes and groups.</summary>
internal sealed class ReadableTests
{
    [Test]
    public async Task Nodes_groups_and_status_should_be_one_line_for_people()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        IGroup group = node.Groups.Put("shards", [node.Address, NodeAddress.Loopback(1)]);
        string self = $"alpha({node.Id.ToShortString()})@alpha:7400";
        NodeStatus status = node.GetStatus() with
        {
            Uptime = new TimeSpan(1, 2, 3, 4, 567),
            HeapUsedBytes = 15_000_000,
            Callbacks = 5,
        };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(node.ToString(), Is.EqualTo(self));
            Assert.That(node.All.ToString(), Is.EqualTo(node.All.View.ToString()).And.EndsWith("(1 members)"));
            Assert.That(group.ToString(), Does.StartWith("shards v").And.EndsWith("(2 members)"));
            Assert.That(status.ToString(), Is.EqualTo(
                $"{self}, process {Environment.ProcessId}, up 1.02:03:04: groups 3, methods {node.Methods.Count}, "
                + "services 0, schedules 0, callbacks 5, children 0, heap 14 MiB"));
            node.Groups.Delete("shards");
            Assert.That(group.ToString(), Is.EqualTo("shards (not known here)"));
        }
    }
}
