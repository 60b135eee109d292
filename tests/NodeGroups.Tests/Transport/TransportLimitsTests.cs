using System.Net;
using NodeGroups.Transport;

namespace NodeGroups.Tests.Transport;

[TestFixture]
public sealed class TransportLimitsTests
{
    [Test]
    public void Defaults_should_be_valid() => Assert.That(new TransportLimits().Validate(), Is.Empty);

    [Test]
    public void Validate_should_report_all_problems()
    {
        TransportLimits limits = new()
        {
            FrameBytes = 1,
            HandshakeBytes = 65_536,
            HandshakeTimeout = TimeSpan.Zero,
            DialTimeout = TimeSpan.FromDays(2),
            SendQueueBytes = 0,
            MembershipQueueBytes = -1,
            PendingHandshakes = 0,
            PendingHandshakesPerAddress = 0,
            Connections = 0,
            IdleTimeout = Timeout.InfiniteTimeSpan,
            WriteTimeout = TimeSpan.Zero,
            ReceiveQueueFrames = 0,
            ReceiveQueueBytes = 0,
        };
        Assert.That(limits.Validate(), Has.Count.EqualTo(typeof(TransportLimits).GetProperties().Length));
    }

    [Test]
    public void Open_should_throw_with_all_problems([Values] bool tcp)
    {
        ITransportFactory factory = tcp ? TcpTransportFactory.Instance : new InMemoryNetwork();
        TransportLimits limits = new() { FrameBytes = 1, Connections = 0 };
        Assert.That(
            async () => await TestNode.OpenAsync(factory, 1, limits: limits),
            Throws.TypeOf<NodeOptionsException>()
                .With.Message.Contains("FrameBytes").And.Message.Contains("Connections"));
    }

    [Test]
    public void Gate_should_bound_the_handshakes_of_one_address_and_of_all()
    {
        HandshakeGate gate = new(new TransportLimits { PendingHandshakes = 4, PendingHandshakesPerAddress = 2 });
        IPAddress one = IPAddress.Parse("192.0.2.1");
        IPAddress two = IPAddress.Parse("192.0.2.2");
        Assert.That(gate.TryEnter(one) && gate.TryEnter(one), Is.True);
        Assert.That(gate.TryEnter(one), Is.False);
        Assert.That(gate.TryEnter(two) && gate.TryEnter(two), Is.True);
        Assert.That(gate.TryEnter(IPAddress.Parse("192.0.2.3")), Is.False, "all places are taken");
        gate.Leave(two);
        Assert.That(gate.TryEnter(one), Is.False);
        gate.Leave(one);
        Assert.That(gate.TryEnter(one), Is.True);
    }

    [Test]
    public void Gate_should_not_count_nodes_of_this_machine_as_one()
    {
        HandshakeGate gate = new(new TransportLimits { PendingHandshakes = 3, PendingHandshakesPerAddress = 1 });
        Assert.That(gate.TryEnter(IPAddress.Loopback) && gate.TryEnter(IPAddress.Loopback), Is.True);
        Assert.That(gate.TryEnter(IPAddress.Loopback) && !gate.TryEnter(IPAddress.Loopback), Is.True);
    }
}
