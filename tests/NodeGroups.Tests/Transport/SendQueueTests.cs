using System.Net.Sockets;
using NodeGroups.Protocol;
using NodeGroups.Transport;

namespace NodeGroups.Tests.Transport;

[TestFixture]
public sealed class SendQueueTests
{
    private static readonly TransportLimits Small = new() { SendQueueBytes = 65_536 };

    [Test]
    public async Task Queue_should_keep_its_limit_and_the_order_of_waiting_senders()
    {
        await using TestNode node = await TestNode.OpenAsync(TcpTransportFactory.Instance, 1, limits: Small);
        using Socket listener = RawPeer.Listen(out NodeAddress address);
        List<Task> waiting = [];
        int queued = 0;
        const int total = 400;
        for (uint i = 0; i < total; i++)
        {
            // Alternating sizes: a small frame must not slip in before a large one that came earlier.
            ValueTask send = node.Transport.SendAsync(address, TestNode.Frame(i, Size(i)), node.Cancel);
            queued += send.IsCompleted ? Size(i) : 0;
            waiting.Add(send.AsTask());
        }

        Assert.That(queued, Is.GreaterThan(Small.SendQueueBytes - 1024).And.LessThanOrEqualTo(Small.SendQueueBytes));
        using RawPeer peer = new(await listener.AcceptAsync(node.Cancel), node.Cancel);
        await peer.ReadHandshakeAsync();
        await peer.SendAsync(RawPeer.Introduce(HandshakeKind.Accept, 2, address, default));
        for (uint i = 0; i < total; i++)
        {
            Assert.That(await peer.ReadAsync(Size(i)), Is.EqualTo(TestNode.Frame(i, Size(i))));
        }

        await Task.WhenAll(waiting);
        Assert.That(node.Counters.FramesDropped, Is.Zero);

        static int Size(uint number) => number % 2 == 0 ? 1024 : 64;
    }

    [Test]
    public async Task Sender_that_gives_up_should_leave_no_frame_behind()
    {
        await using TestNode node = await TestNode.OpenAsync(TcpTransportFactory.Instance, 1, limits: Small);
        using Socket listener = RawPeer.Listen(out NodeAddress address);
        using CancellationTokenSource cancel = new();
        await node.Transport.SendAsync(address, TestNode.Frame(1, 60_000), node.Cancel);
        Task waiting = node.Transport.SendAsync(address, TestNode.Frame(2, 60_000), cancel.Token).AsTask();
        Task next = node.Transport.SendAsync(address, TestNode.Frame(3, 60_000), node.Cancel).AsTask();
        await cancel.CancelAsync();
        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
        using RawPeer peer = new(await listener.AcceptAsync(node.Cancel), node.Cancel);
        await peer.ReadHandshakeAsync();
        await peer.SendAsync(RawPeer.Introduce(HandshakeKind.Accept, 2, address, default));
        Assert.That(await peer.ReadAsync(60_000), Is.EqualTo(TestNode.Frame(1, 60_000)));
        Assert.That(await peer.ReadAsync(60_000), Is.EqualTo(TestNode.Frame(3, 60_000)));
        await next;
    }

    [Test]
    public async Task Waiting_senders_should_go_on_when_the_peer_cannot_be_reached()
    {
        await using TestNode node = await TestNode.OpenAsync(TcpTransportFactory.Instance, 1, limits: Small);
        using Socket listener = RawPeer.Listen(out NodeAddress address);
        await node.Transport.SendAsync(address, TestNode.Frame(1, 60_000), node.Cancel);
        Task waiting = node.Transport.SendAsync(address, TestNode.Frame(2, 60_000), node.Cancel).AsTask();
        using (RawPeer peer = new(await listener.AcceptAsync(node.Cancel), node.Cancel))
        {
            await peer.ReadHandshakeAsync();
        }

        await waiting.WaitAsync(node.Cancel);
        Assert.That(node.Counters.DroppedFor(TransportDropReason.Unreachable), Is.EqualTo(2));
    }
}
