using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using System.Numerics;
using Microsoft.Extensions.Time.Testing;
using NodeGroups.Protocol;
using NodeGroups.Transport;

namespace NodeGroups.Tests.Transport;

/// <summary>Whole frames that are no message, after a handshake in order.</summary>
[TestFixture]
public sealed class BadFrameTests
{
    private static readonly TimeSpan Safety = TimeSpan.FromSeconds(30);
    private static readonly NodeAddress Elsewhere = NodeAddress.Loopback(9);

    [TestCase(TransportFailureReason.BadChecksum, "its checksum does not fit; look for a fault on the way to it.")]
    [TestCase(TransportFailureReason.BadFrameVersion, "it has another wire version; update the older node.")]
    [TestCase(TransportFailureReason.BadFrame, "its content is not valid; give both nodes the same version.")]
    public async Task Bad_frame_should_close_that_connection_be_counted_and_logged(
        TransportFailureReason reason, string problem)
    {
        using FakeLoggers logs = new();
        await using Node node = await StartAsync(logs);
        using CancellationTokenSource cancel = new(Safety);
        using RawPeer good = await ConnectAsync(node, 3, 8, cancel.Token);
        using RawPeer bad = await ConnectAsync(node, 4, 9, cancel.Token);
        await bad.SendAsync([.. Bad(reason), .. Ping()]);
        await bad.ReadToEndAsync();
        Assert.That(Counters(node).FailedFor(reason), Is.EqualTo(1));
        Assert.That(Counters(node).Failures, Is.EqualTo(1));
        string line = logs.Warnings.Single(text => text.Contains("Dropped a frame", StringComparison.Ordinal));
        Assert.That(line, Does.Contain(new NodeId(4, 4).ToShortString()).Or.Contain("127.0.0.1:9"));
        Assert.That(line, Does.EndWith($"{problem} The connection was closed."));
        await AssertAnswersAsync(good);
    }

    [Test]
    public async Task Unknown_message_should_be_skipped_and_counted_only()
    {
        using FakeLoggers logs = new();
        await using Node node = await StartAsync(logs);
        using CancellationTokenSource cancel = new(Safety);
        using RawPeer newer = await ConnectAsync(node, 3, 9, cancel.Token);
        await newer.SendAsync(Changed(frame => (frame[9], frame[10]) = (0, 200)));
        await AssertAnswersAsync(newer);
        Assert.That(Counters(node).Failures, Is.Zero);
        Assert.That(logs.Warnings, Is.Empty);
    }

    [Test]
    public async Task Log_lines_about_bad_frames_should_be_bounded()
    {
        using FakeLoggers logs = new();
        await using Node node = await StartAsync(logs, new FakeTimeProvider());
        using CancellationTokenSource cancel = new(Safety);
        for (int i = 0; i < 30; i++)
        {
            using RawPeer bad = await ConnectAsync(node, 4, 9, cancel.Token);
            await bad.SendAsync(Bad(TransportFailureReason.BadChecksum));
            await bad.ReadToEndAsync();
        }

        Assert.That(Counters(node).FailedFor(TransportFailureReason.BadChecksum), Is.EqualTo(30));
        Assert.That(logs.Warnings.Count(), Is.EqualTo(10));
    }

    [Test]
    public async Task Frame_that_does_not_come_on_should_end_the_connection()
    {
        FakeTimeProvider time = new();
        using FakeLoggers logs = new();
        TransportLimits limits = new() { IdleTimeout = TimeSpan.FromDays(1) };
        await using TestNode node =
            await TestNode.OpenAsync(TcpTransportFactory.Instance, 1, limits: limits, time: time, logs: logs);
        using RawPeer slow = await RawPeer.ConnectAsync(node);
        await slow.SendAsync(RawPeer.Introduce(HandshakeKind.Hello, 3, Elsewhere, default));
        await slow.ReadHandshakeAsync();
        await slow.SendAsync([.. TestNode.Frame(1), .. TestNode.Frame(2)[..40]]);
        await node.NextFrameAsync();
        Task end = slow.ReadToEndAsync();
        while (!end.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await end;
        Assert.That((await node.NextSignalAsync(PeerSignal.TimedOut)).From.Id, Is.EqualTo(new NodeId(3, 3)));
        Assert.That(node.Counters.FailedFor(TransportFailureReason.StalledFrame), Is.EqualTo(1));
        Assert.That(logs.Warnings.Single(), Does.Contain("a frame that had begun did not come on for 10 s"));
    }

    private static async Task<Node> StartAsync(FakeLoggers logs, TimeProvider? time = null) => await Node.StartAsync(
        new NodeOptions
        {
            ClusterId = "test",
            Listen = NodeAddress.Loopback(0),
            LoggerFactory = logs,
            TimeProvider = time ?? TimeProvider.System,
        });

    private static TransportCounters Counters(Node node) =>
        ((IInspectableTransport)node.Runtime.Transport).Counters;

    private static async Task<RawPeer> ConnectAsync(Node node, ulong id, int port, CancellationToken cancel)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(node.Address.Host, node.Address.Port, cancel);
        RawPeer peer = new(socket, cancel);
        await peer.SendAsync(RawPeer.Introduce(HandshakeKind.Hello, id, NodeAddress.Loopback(port), default));
        Assert.That((await peer.ReadHandshakeAsync()).Kind, Is.EqualTo(HandshakeKind.Accept));
        return peer;
    }

    private static async Task AssertAnswersAsync(RawPeer peer)
    {
        await peer.SendAsync(Ping());
        byte[] length = await peer.ReadAsync(4);
        byte[] rest = await peer.ReadAsync(BinaryPrimitives.ReadInt32LittleEndian(length) - 4);
        MessageCodec.Decode((byte[])[.. length, .. rest], out _, out ProtocolMessage? answer);
        Assert.That(answer, Is.TypeOf<Ack>());
    }

    private static byte[] Ping()
    {
        ArrayBufferWriter<byte> frame = new();
        MessageCodec.Encode(NodeId.None, new Ping(7, []), frame);
        return frame.WrittenSpan.ToArray();
    }

    private static byte[] Bad(TransportFailureReason reason) => reason switch
    {
        TransportFailureReason.BadChecksum => [.. Ping()[..^1], 0xff],
        TransportFailureReason.BadFrameVersion => Changed(frame => frame[8] = 9),
        _ => Changed(frame => frame[^1] = 0xff),
    };

    private static byte[] Changed(Action<byte[]> change)
    {
        byte[] frame = Ping();
        change(frame);
        uint checksum = uint.MaxValue;
        foreach (byte value in frame.AsSpan(8))
        {
            checksum = BitOperations.Crc32C(checksum, value);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), ~checksum);
        return frame;
    }
}
