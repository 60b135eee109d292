using NodeGroups.Protocol;

namespace NodeGroups.Tests;

/// <summary>Errors name the cause, and the parameter that the caller gave.</summary>
internal sealed class MessageTests
{
    private static readonly RpcMethod<string, string> s_echo = RpcMethod.Create<string, string>("message.echo");
    private static readonly Topic<string> s_news = Topic.Create<string>("news");

    [Test]
    public async Task Call_of_nobody_should_tell_why_it_failed()
    {
        await using Node node = await Node.StartAsync(NodeOptions.Local());
        NodeAddress nobody = NodeAddress.Loopback(1);
        CallFailedException? failure = Assert.ThrowsAsync<CallFailedException>(
            async () => await node.CallAsync(nobody, s_echo, ""));

        Assert.That(
            failure!.Message, Is.EqualTo("The call to 127.0.0.1:1 failed: Unreachable: Nobody listens there."));
    }

    [Test]
    public async Task Bad_value_should_be_told_by_the_name_that_its_parameter_has()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("a", options =>
        {
            options.Transport = new TransportLimits { FrameBytes = 65_536 };
            options.Gossip = new GossipSettings
            {
                PayloadBytesLimit = 16_384,
                Large = new LargePayloadSettings { ThresholdBytes = 16_384, ChunkBytes = 16_384 },
            };
        });
        string large = new('x', 100_000);
        using (Assert.EnterMultipleScope())
        {
            AssertNames("address", async () => await node.CallAsync(default(NodeAddress), s_echo, ""));
            AssertNames("member", async () => await node.Local.AddToGroupAsync("group", default));
            AssertNames("members", () => Task.FromResult(node.Groups.Put("group", [default])));
            AssertNames("request", async () => await node.CallAsync(node.Address, s_echo, large));
            AssertNames("request", async () => await node.All.GossipCallAsync(s_echo, large));
            AssertNames("value", async () => await node.All.GossipAsync(s_news, large));
        }
    }

    private static void AssertNames(string parameter, Func<Task> act) =>
        Assert.That(act, Throws.ArgumentException.With.Property("ParamName").EqualTo(parameter));
}
