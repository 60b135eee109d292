using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using NodeGroups.Protocol;
using NodeGroups.Transport;

namespace NodeGroups.Tests.Transport;

/// <summary>How connections come to stand and to an end, by a clock that only the test moves.</summary>
[TestFixture]
public sealed class TcpConnectionLifeTests
{
    [Test]
    public async Task Idle_connection_should_close_without_a_signal_and_the_next_frame_should_redial()
    {
        FakeTimeProvider time = new();
        TransportLimits limits = new()
        {
            IdleTimeout = TimeSpan.FromSeconds(10),
            WriteTimeout = TimeSpan.FromDays(1),
            HandshakeTimeout = TimeSpan.FromDays(1),
        };
        await using TestNode node =
            await TestNode.OpenAsync(TcpTransportFactory.Instance, 1, limits: limits, time: time);
        using Socket listener = RawPeer.Listen(out NodeAddress address);
        using RawPeer first = await DialledAsync(1);
        Task<byte[]> goodbye = first.ReadAsync(4);
        while (!goodbye.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.That(await goodbye, Is.EqualTo(new byte[4]));
        await first.SendAsync(new byte[4]);
        first.EndSending();
        await first.ReadToEndAsync();
        using RawPeer second = await DialledAsync(2);
        Assert.That(node.Counters.FramesDropped, Is.Zero);
        ReceivedFrame one = await node.NextAsync();
        ReceivedFrame two = await node.NextAsync();
        Assert.That((one.Signal, two.Signal), Is.EqualTo((PeerSignal.Connected, PeerSignal.Connected)));

        async Task<RawPeer> DialledAsync(uint frame)
        {
            await node.Transport.SendAsync(address, TestNode.Frame(frame), node.Cancel);
            RawPeer peer = new(await listener.AcceptAsync(node.Cancel), node.Cancel);
            await peer.ReadHandshakeAsync();
            await peer.SendAsync(RawPeer.Introduce(HandshakeKind.Accept, 2, address, default));
            Assert.That(await peer.ReadAsync(64), Is.EqualTo(TestNode.Frame(frame)));
            return peer;
        }
    }

    [Test]
    public async Task Write_without_progress_should_end_the_connection()
    {
        FakeTimeProvider time = new();
        TransportLimits limits = new() { SendQueueBytes = 65_536, IdleTimeout = TimeSpan.FromDays(1) };
        await using TestNode node =
            await TestNode.OpenAsync(TcpTransportFactory.Instance, 1, limits: limits, time: time);
        using RawPeer peer = await RawPeer.ConnectAsync(node);
        using Socket listener = RawPeer.Listen(out NodeAddress address);
        await peer.SendAsync(RawPeer.Introduce(HandshakeKind.Hello, 2, address, default));
        await peer.ReadHandshakeAsync();
        await node.NextSignalAsync(PeerSignal.Connected);
        Task<ReceivedFrame> signal = node.NextSignalAsync(PeerSignal.TimedOut);
        TaskCompletionSource full = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task sends = Task.Run(async () =>
        {
            // Nobody reads: in the end the system's buffers and the queue are full.
            for (uint i = 0; !signal.IsCompleted; i++)
            {
                ValueTask send = node.Transport.SendAsync(address, TestNode.Frame(i, 60_000), node.Cancel);
                if (!send.IsCompleted)
                {
                    full.TrySetResult();
                }

                await send;
            }
        });

        // The clock runs far ahead of the sends: it may start only when a write is under way.
        await full.Task;
        while (!signal.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.That((await signal).From.Id, Is.EqualTo(new NodeId(2, 2)));
        await peer.ReadToEndAsync();
        await node.Transport.DisposeAsync();
        await sends;
    }

    [Test]
    public async Task Every_frame_to_where_nobody_listens_should_be_answered_by_a_signal()
    {
        FakeTimeProvider time = new();
        await using TestNode node = await TestNode.OpenAsync(TcpTransportFactory.Instance, 1, time: time);
        NodeAddress nobody;
        using (RawPeer.Listen(out nobody))
        {
            // The port is free again when this ends.
        }

        for (uint i = 0; i < 3; i++)
        {
            // The clock stands still: the second and the third frame come while the address is not dialled again.
            await node.Transport.SendAsync(nobody, TestNode.Frame(i), node.Cancel);
            Assert.That((await node.NextSignalAsync(PeerSignal.Refused)).From.Address, Is.EqualTo(nobody));
        }

        Assert.That(node.Counters.DroppedFor(TransportDropReason.Unreachable), Is.EqualTo(3));
    }

    [Test]
    public async Task Names_of_one_node_should_share_its_connection()
    {
        await using TestNode a = await TestNode.OpenAsync(TcpTransportFactory.Instance, 1);
        await using TestNode b = await TestNode.OpenAsync(TcpTransportFactory.Instance, 2);
        NodeAddress alias = NodeAddress.Parse($"localhost:{b.Address.Port}");
        for (uint i = 0; i < 20; i++)
        {
            await a.Transport.SendAsync(i % 2 == 0 ? alias : b.Address, TestNode.Frame(i), a.Cancel);
        }

        HashSet<uint> seen = [];
        while (seen.Count < 20)
        {
            ReceivedFrame got = await b.NextFrameAsync();
            Assert.That(got.From, Is.EqualTo(new Peer(a.Id, a.Address)));
            Assert.That(seen.Add(TestNode.Number(got)), Is.True);
        }

        long dialled = a.Counters.ConnectionsDialled;
        Assert.That(dialled, Is.LessThanOrEqualTo(2));
        await b.SendAsync(a, TestNode.Frame(20));
        ReceivedFrame answer = await a.NextFrameAsync();
        Assert.That(answer.From, Is.EqualTo(new Peer(b.Id, b.Address)), "known by the address it tells");
        await a.Transport.SendAsync(alias, TestNode.Frame(21), a.Cancel);
        Assert.That(TestNode.Number(await b.NextFrameAsync()), Is.EqualTo(21));
        Assert.That(a.Counters.ConnectionsDialled, Is.EqualTo(dialled));
        Assert.That(b.Counters.ConnectionsDialled, Is.Zero);
    }

    [Test]
    public async Task Node_that_dials_itself_should_be_refused()
    {
        await using TestNode node = await TestNode.OpenAsync(TcpTransportFactory.Instance, 1);
        await node.SendAsync(node, TestNode.Frame(1));
        Assert.That((await node.NextSignalAsync(PeerSignal.Rejected)).From.Address, Is.EqualTo(node.Address));
        Assert.That(node.Counters.FailedFor(TransportFailureReason.RefusedByPeer), Is.EqualTo(1));
        Assert.That(node.Counters.DroppedFor(TransportDropReason.Unreachable), Is.EqualTo(1));
    }

    [Test]
    public async Task Wrong_cluster_should_be_named_on_both_sides()
    {
        using FakeLoggers dialler = new();
        using FakeLoggers listener = new();
        await using TestNode a = await TestNode.OpenAsync(TcpTransportFactory.Instance, 1, "red", logs: dialler);
        await using TestNode b = await TestNode.OpenAsync(TcpTransportFactory.Instance, 2, "blue", logs: listener);
        await a.SendAsync(b, TestNode.Frame(1));
        await a.NextSignalAsync(PeerSignal.Rejected);
        Assert.That(dialler.Warnings.Single(), Does.Contain("'red'").And.Contain("'blue'"));

        // The listener has logged by the time its end of the next connection closes.
        using RawPeer stranger = await RawPeer.ConnectAsync(b);
        await stranger.SendAsync(RawPeer.Introduce(HandshakeKind.Hello, 3, a.Address, default));
        await stranger.ReadToEndAsync();
        Assert.That(listener.Warnings, Has.Some.Contains("'test'").And.Contains("'blue'"));
    }
}
