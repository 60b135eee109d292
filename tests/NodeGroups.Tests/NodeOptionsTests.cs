using NodeGroups.Protocol;

namespace NodeGroups.Tests;

internal sealed class NodeOptionsTests
{
    [Test]
    public void Presets_should_be_valid()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(NodeOptions.Lan().Validate, Throws.Nothing);
            Assert.That(NodeOptions.Wan().Validate, Throws.Nothing);
            Assert.That(NodeOptions.Local().Validate, Throws.Nothing);
        }
    }

    [Test]
    public void Validate_should_tell_all_problems()
    {
        NodeOptions options = new()
        {
            Name = "no name",
            ClusterId = "",
            Seeds = { NodeAddress.Loopback(0) },
            JoinTimeout = TimeSpan.Zero,
            HandlerConcurrencyLimit = 0,
            Membership = new MembershipSettings { GossipFanout = 0 },
            Transport = new TransportLimits { HandshakeBytes = 1, Connections = 0 },
            Gossip = new GossipSettings { PayloadBytesLimit = 0, WindowSize = 100 },
        };
        NodeOptionsException? failure = Assert.Throws<NodeOptionsException>(options.Validate);
        Assert.That(failure!.Problems, Has.Count.EqualTo(11), failure.Message);
    }

    [Test]
    public void Validate_should_tell_what_is_missing()
    {
        NodeOptions options = new() { Transport = null!, Gossip = null!, Membership = null!, Processes = null! };
        NodeOptionsException? failure = Assert.Throws<NodeOptionsException>(options.Validate);
        Assert.That(failure!.Problems, Has.Count.EqualTo(4), failure.Message);
    }

    [Test]
    public void Start_should_refuse_bad_options() =>
        Assert.That(
            async () => await Node.StartAsync(new NodeOptions { Name = "" }),
            Throws.InstanceOf<NodeOptionsException>());
}
