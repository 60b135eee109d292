using System.Net.Sockets;
using NodeGroups.Protocol;
using NodeGroups.Transport;

namespace NodeGroups.Tests.Transport;

/// <summary>A node dials and names an address as its own at which another one is known.</summary>
[TestFixture]
public sealed class TcpAddressClaimTests
{
    [Test]
    public async Task Hello_that_names_the_address_of_a_connected_peer_should_be_refused_and_change_nothing()
    {
        await using TestNode a = await TestNode.OpenAsync(TcpTransportFactory.Instance, 1);
        await using TestNode b = await TestNode.OpenAsync(TcpTransportFactory.Instance, 2);
        await a.SendAsync(b, TestNode.Frame(1));
        await b.NextFrameAsync();
        for (int i = 0; i < 20; i++)
        {
            using RawPeer liar = await RawPeer.ConnectAsync(a);
            await liar.SendAsync(RawPeer.Introduce(HandshakeKind.Hello, 3, b.Address, new DialNumbers(9, 0)));
            HandshakeMessage answer = await liar.ReadHandshakeAsync();
            Assert.That(answer.Kind, Is.EqualTo(HandshakeKind.Reject));
            Assert.That(answer.Code, Is.EqualTo(TransportFailureReason.AddressTaken));
            Assert.That(answer.Reason, Does.Contain($"another node answers at {b.Address}"));
            await liar.ReadToEndAsync();
        }

        Assert.That(a.Counters.FailedFor(TransportFailureReason.AddressTaken), Is.EqualTo(20));
        await a.SendAsync(b, TestNode.Frame(2));
        Assert.That(TestNode.Number(await b.NextFrameAsync()), Is.EqualTo(2), "the standing connection still stands");
        await b.SendAsync(a, TestNode.Frame(3));
        Assert.That(TestNode.Number(await a.NextFrameAsync()), Is.EqualTo(3), "and nothing but it was signalled");
    }

    [Test]
    public async Task New_life_that_answers_at_its_address_should_replace_the_old_one_at_once()
    {
        await using TestNode node = await TestNode.OpenAsync(TcpTransportFactory.Instance, 1);
        using Socket listener = RawPeer.Listen(out NodeAddress address);
        await node.Transport.SendAsync(address, TestNode.Frame(1), node.Cancel);
        using RawPeer old = new(await listener.AcceptAsync(node.Cancel), node.Cancel);
        await old.ReadHandshakeAsync();
        await old.SendAsync(RawPeer.Introduce(HandshakeKind.Accept, 2, address, default));
        await old.ReadAsync(64);

        // Its host broke down, so the old connection stands half open; a new life dials from there.
        using RawPeer fresh = await RawPeer.ConnectAsync(node);
        await fresh.SendAsync(RawPeer.Introduce(HandshakeKind.Hello, 3, address, new DialNumbers(9, 0)));
        using RawPeer asked = new(await listener.AcceptAsync(node.Cancel), node.Cancel);
        await asked.ReadHandshakeAsync();
        await asked.SendAsync(RawPeer.Introduce(HandshakeKind.Accept, 3, address, default));
        Assert.That((await fresh.ReadHandshakeAsync()).Kind, Is.EqualTo(HandshakeKind.Accept));
        ReceivedFrame signal = await node.NextSignalAsync(PeerSignal.Replaced);
        Assert.That(signal.From, Is.EqualTo(new Peer(new NodeId(2, 2), address)));
    }

    [Test]
    public async Task Claim_should_be_refused_when_nobody_answers_at_the_address()
    {
        await using TestNode node = await TestNode.OpenAsync(TcpTransportFactory.Instance, 1);
        using Socket listener = RawPeer.Listen(out NodeAddress address);
        await node.Transport.SendAsync(address, TestNode.Frame(1), node.Cancel);
        using RawPeer standing = new(await listener.AcceptAsync(node.Cancel), node.Cancel);
        await standing.ReadHandshakeAsync();
        await standing.SendAsync(RawPeer.Introduce(HandshakeKind.Accept, 2, address, default));
        await standing.ReadAsync(64);
        listener.Dispose();

        using RawPeer claimant = await RawPeer.ConnectAsync(node);
        await claimant.SendAsync(RawPeer.Introduce(HandshakeKind.Hello, 3, address, new DialNumbers(9, 0)));
        Assert.That((await claimant.ReadHandshakeAsync()).Code, Is.EqualTo(TransportFailureReason.AddressTaken));
        await node.Transport.SendAsync(address, TestNode.Frame(2), node.Cancel);
        Assert.That(await standing.ReadAsync(64), Is.EqualTo(TestNode.Frame(2)));
    }

    [Test]
    public async Task Stranger_that_names_the_address_of_a_member_should_not_make_it_dead()
    {
        await using Node a = await Node.StartAsync(
            new NodeOptions { ClusterId = "test", Listen = NodeAddress.Loopback(0) });
        await using Node b = await Node.StartAsync(
            new NodeOptions { ClusterId = "test", Listen = NodeAddress.Loopback(0), Seeds = { a.Address } });
        await a.All.WaitForMembersAsync(2).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        using CancellationTokenSource cancel = new(TimeSpan.FromSeconds(30));
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(a.Address.Host, a.Address.Port, cancel.Token);
        using RawPeer liar = new(socket, cancel.Token);
        await liar.SendAsync(RawPeer.Introduce(HandshakeKind.Hello, 3, b.Address, new DialNumbers(9, 0)));
        Assert.That((await liar.ReadHandshakeAsync()).Kind, Is.EqualTo(HandshakeKind.Reject));
        Assert.That(a.All.View.Contains(b.Id), Is.True);
        Assert.That(b.All.View.Members, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Restarted_node_should_take_the_place_of_its_former_life_without_waiting_for_the_detector()
    {
        await using Node seed = await StartAsync(0);
        Node former = await StartAsync(0, seed.Address);
        await seed.All.WaitForMembersAsync(2).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        former.Abort();
        await using Node fresh = await StartAsync(former.Address.Port, seed.Address);
        await seed.All.WaitForViewAsync(view => view.Contains(fresh.Id) && !view.Contains(former.Id))
            .AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        await former.DisposeAsync();

        ValueTask<Node> StartAsync(int port, params NodeAddress[] seeds) => Node.StartAsync(new NodeOptions
        {
            ClusterId = "test",
            Listen = NodeAddress.Loopback(port),
            Seeds = [.. seeds],

            // With such probes the failure detector would need minutes: the dial back is what tells.
            Membership = new MembershipSettings
            {
                ProbeInterval = TimeSpan.FromMinutes(2),
                ProbeTimeout = TimeSpan.FromMinutes(1),
            },
        });
    }
}
