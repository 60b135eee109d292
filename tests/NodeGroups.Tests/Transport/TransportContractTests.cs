using NodeGroups.Protocol;
using NodeGroups.Transport;

namespace NodeGroups.Tests.Transport;

/// <summary>What every transport must do.</summary>
public abstract class TransportContractTests
{
    private ITransportFactory _factory = null!;

    protected abstract ITransportFactory CreateFactory();

    [SetUp]
    public void CreateNetwork() => _factory = CreateFactory();

    [Test]
    public async Task Transport_should_deliver_in_order_and_name_the_sender()
    {
        await using TestNode a = await TestNode.OpenAsync(_factory, 1);
        await using TestNode b = await TestNode.OpenAsync(_factory, 2);
        for (uint i = 0; i < 5000; i++)
        {
            await a.SendAsync(b, TestNode.Frame(i));
        }

        for (uint i = 0; i < 5000; i++)
        {
            ReceivedFrame got = await b.NextFrameAsync();
            Assert.That(TestNode.Number(got), Is.EqualTo(i));
            Assert.That(got.From, Is.EqualTo(new Peer(a.Id, a.Address)));
        }
    }

    [Test]
    public async Task Transport_should_answer_over_the_same_connection()
    {
        await using TestNode a = await TestNode.OpenAsync(_factory, 1);
        await using TestNode b = await TestNode.OpenAsync(_factory, 2);
        await a.SendAsync(b, TestNode.Frame(1));
        await b.NextFrameAsync();
        await b.SendAsync(a, TestNode.Frame(2));
        Assert.That(TestNode.Number(await a.NextFrameAsync()), Is.EqualTo(2));
        Assert.That(((IInspectableTransport)b.Transport).Counters.ConnectionsDialled, Is.Zero);
    }

    [Test]
    public async Task Transport_should_tell_who_is_connected()
    {
        await using TestNode a = await TestNode.OpenAsync(_factory, 1);
        await using TestNode b = await TestNode.OpenAsync(_factory, 2);
        await a.SendAsync(b, TestNode.Frame(1));
        await b.NextFrameAsync();
        IInspectableTransport transport = (IInspectableTransport)b.Transport;
        Assert.That(transport.IsConnected(a.Address), Is.True);
        Assert.That(transport.IsConnected(NodeAddress.Loopback(1)), Is.False);
    }

    [Test]
    public async Task Transport_should_lose_nothing_when_both_dial_at_once()
    {
        for (uint round = 0; round < 50; round++)
        {
            await using TestNode a = await TestNode.OpenAsync(_factory, 1);
            await using TestNode b = await TestNode.OpenAsync(_factory, 2);
            await Task.WhenAll(SendManyAsync(a, b), SendManyAsync(b, a));
            await Task.WhenAll(ReceiveManyAsync(a), ReceiveManyAsync(b));
        }

        static Task SendManyAsync(TestNode from, TestNode to) => Task.Run(async () =>
        {
            for (uint i = 0; i < 200; i++)
            {
                await from.SendAsync(to, TestNode.Frame(i));
            }
        });

        static async Task ReceiveManyAsync(TestNode node)
        {
            HashSet<uint> seen = [];
            while (seen.Count < 200)
            {
                Assert.That(seen.Add(TestNode.Number(await node.NextFrameAsync())), Is.True);
            }
        }
    }

    [Test]
    public async Task Transport_should_carry_a_frame_at_the_limit_and_refuse_a_larger_one()
    {
        await using TestNode a = await TestNode.OpenAsync(_factory, 1);
        await using TestNode b = await TestNode.OpenAsync(_factory, 2);
        int limit = new TransportLimits().FrameBytes;
        await a.SendAsync(b, TestNode.Frame(7, limit));
        Assert.That((await b.NextFrameAsync()).Frame.Length, Is.EqualTo(limit));
        Assert.That(async () => await a.SendAsync(b, TestNode.Frame(8, limit + 1)), Throws.ArgumentException);
    }

    [Test]
    public async Task Transport_should_signal_when_nobody_listens()
    {
        await using TestNode a = await TestNode.OpenAsync(_factory, 1);
        TestNode b = await TestNode.OpenAsync(_factory, 2);
        NodeAddress gone = b.Address;
        await b.DisposeAsync();
        await a.Transport.SendAsync(gone, TestNode.Frame(1, membership: true), a.Cancel);
        Assert.That((await a.NextSignalAsync(PeerSignal.Refused)).From, Is.EqualTo(new Peer(NodeId.None, gone)));
        await a.Transport.SendAsync(gone, TestNode.Frame(2, membership: true), a.Cancel);
        await a.NextSignalAsync(PeerSignal.Refused);
        Assert.That(((IInspectableTransport)a.Transport).Counters.FramesDropped, Is.EqualTo(2));
    }

    [Test]
    public async Task Transport_should_signal_a_reset_and_then_a_replacement_at_the_same_address()
    {
        await using TestNode a = await TestNode.OpenAsync(_factory, 1);
        await using TestNode b = await TestNode.OpenAsync(_factory, 2);
        await a.SendAsync(b, TestNode.Frame(1));
        await b.NextFrameAsync();
        ((IInspectableTransport)b.Transport).Abort();
        Assert.That((await a.NextSignalAsync(PeerSignal.Reset)).From.Id, Is.EqualTo(b.Id));

        await using TestNode c = await TestNode.OpenAsync(_factory, 3, port: b.Address.Port);
        await a.SendAsync(c, TestNode.Frame(2));
        Assert.That((await a.NextSignalAsync(PeerSignal.Replaced)).From, Is.EqualTo(new Peer(b.Id, b.Address)));
        Assert.That((await a.NextSignalAsync(PeerSignal.Connected)).From.Id, Is.EqualTo(c.Id));
        Assert.That(TestNode.Number(await c.NextFrameAsync()), Is.EqualTo(2));
    }

    [Test]
    public async Task Transport_should_reject_a_node_of_another_cluster()
    {
        await using TestNode a = await TestNode.OpenAsync(_factory, 1, "red");
        await using TestNode b = await TestNode.OpenAsync(_factory, 2, "blue");
        await a.SendAsync(b, TestNode.Frame(1));
        Assert.That((await a.NextSignalAsync(PeerSignal.Rejected)).From.Address, Is.EqualTo(b.Address));
        Assert.That(
            ((IInspectableTransport)a.Transport).Counters.FailedFor(TransportFailureReason.RefusedByPeer),
            Is.EqualTo(1));
    }

    [TestCase(4, int.MaxValue)]
    [TestCase(int.MaxValue / 1024, 200_000)]
    public async Task Transport_should_hold_the_sender_back_when_the_reader_is_slow(int frames, int bytes)
    {
        TransportLimits limits = new()
        {
            SendQueueBytes = 65_536,
            ReceiveQueueFrames = frames,
            ReceiveQueueBytes = bytes,
        };
        await using TestNode a = await TestNode.OpenAsync(_factory, 1, limits: limits);
        await using TestNode b = await TestNode.OpenAsync(_factory, 2, limits: limits);
        ValueTask send;
        uint sent = 0;
        do
        {
            send = a.SendAsync(b, TestNode.Frame(sent++, 60_000));
        }
        while (send.IsCompletedSuccessfully);

        Task waiting = send.AsTask();
        for (uint i = 0; i < sent; i++)
        {
            Assert.That(TestNode.Number(await b.NextFrameAsync()), Is.EqualTo(i));
        }

        await waiting;
    }

    [Test]
    public async Task Transport_should_let_the_membership_lane_overtake()
    {
        TransportLimits limits = new() { ReceiveQueueFrames = 4, SendQueueBytes = 64 * 1024 * 1024 };
        await using TestNode a = await TestNode.OpenAsync(_factory, 1, limits: limits);
        await using TestNode b = await TestNode.OpenAsync(_factory, 2, limits: limits);
        const uint bulk = 600;
        for (uint i = 0; i < bulk; i++)
        {
            await a.SendAsync(b, TestNode.Frame(i, 60_000));
        }

        await a.SendAsync(b, TestNode.Frame(bulk, membership: true));
        uint before = 0;
        while (TestNode.Number(await b.NextFrameAsync()) != bulk)
        {
            before++;
        }

        Assert.That(before, Is.LessThan(bulk));
    }

    [Test]
    public async Task Transport_should_name_the_address_that_is_in_use()
    {
        await using TestNode a = await TestNode.OpenAsync(_factory, 1);
        Assert.That(
            async () => await TestNode.OpenAsync(_factory, 2, port: a.Address.Port),
            Throws.TypeOf<TransportException>().With.Message.Contains(a.Address.ToString()));
    }

    [Test]
    public async Task Transport_should_end_its_stream_when_disposed_twice()
    {
        TestNode a = await TestNode.OpenAsync(_factory, 1);
        await a.Transport.DisposeAsync();
        await a.Transport.DisposeAsync();
        await foreach (ReceivedFrame _ in a.Transport.ReceiveAllAsync(a.Cancel))
        {
            Assert.Fail("nothing was sent");
        }

        await a.Transport.SendAsync(a.Address, TestNode.Frame(1));
        await a.DisposeAsync();
    }
}
