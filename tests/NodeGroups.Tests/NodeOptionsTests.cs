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

    [TestCase("0.0.0.0", null, "Listen at 0.0.0.0 needs Advertise")]
    [TestCase("::", null, "Listen at :: needs Advertise")]
    [TestCase("::0:0", null, "needs Advertise")]
    [TestCase("127.0.0.1", "0.0.0.0", "Advertise must be an address at which other nodes reach this one")]
    [TestCase("0.0.0.0", "::", "Advertise must be an address at which other nodes reach this one")]
    public void Validate_should_tell_that_others_cannot_dial_a_wildcard(
        string listen, string? advertise, string problem)
    {
        NodeOptions options = new()
        {
            Listen = new NodeAddress(listen, 0),
            Advertise = advertise is null ? null : new NodeAddress(advertise, 0),
        };
        NodeOptionsException? failure = Assert.Throws<NodeOptionsException>(options.Validate);
        Assert.That(failure!.Problems.Single(), Does.Contain(problem).And.Contain("192.168.1.10"));
    }

    [Test]
    public async Task Node_at_every_interface_should_be_known_by_what_it_advertises()
    {
        await using Node seed = await Node.StartAsync(EveryInterface());
        await using Node other = await Node.StartAsync(EveryInterface(seed.Address));
        GroupView view = await seed.All.WaitForMembersAsync(2).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.That(view.Members.Select(member => member.Address.Host), Is.All.EqualTo("127.0.0.1"));
        Assert.That(
            view.Members.Select(member => member.Address), Is.EquivalentTo(new[] { seed.Address, other.Address }));
        Assert.That(other.Address.Port, Is.Not.Zero);

        static NodeOptions EveryInterface(params NodeAddress[] seeds) => new()
        {
            Listen = new NodeAddress("0.0.0.0", 0),
            Advertise = NodeAddress.Loopback(),
            Seeds = [.. seeds],
        };
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
