using System.Buffers.Binary;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using NodeGroups.Protocol;
using NodeGroups.Transport;

namespace NodeGroups.Tests.Transport;

/// <summary>What strangers and broken peers do must stay theirs.</summary>
[TestFixture]
public sealed class TcpHostileInputTests
{
    private static readonly NodeAddress Elsewhere = NodeAddress.Loopback(9);

    [Test]
    public async Task Garbage_should_change_nothing_for_others()
    {
        const uint frames = 10_000;
        await using TestNode a = await TestNode.OpenAsync(TcpTransportFactory.Instance, 1);
        await using TestNode b = await TestNode.OpenAsync(TcpTransportFactory.Instance, 2);
        Task<int> garbage = Task.Run(() => ThrowGarbageAsync(b));
        Task sends = Task.Run(() => SendAllAsync(a, b, frames));
        Task answers = Task.Run(() => SendAllAsync(b, a, frames));
        await Task.WhenAll(ReceiveAllAsync(b, frames), ReceiveAllAsync(a, frames));
        await Task.WhenAll(sends, answers);
        int thrown = await garbage;
        Assert.That(b.Counters.Failures, Is.EqualTo(thrown));
        await a.SendAsync(b, TestNode.Frame(frames));
        Assert.That(TestNode.Number(await b.NextFrameAsync()), Is.EqualTo(frames));
        Assert.That(a.Counters.Failures + a.Counters.FramesDropped + b.Counters.FramesDropped, Is.Zero);
    }

    [Test]
    public async Task Log_lines_should_be_bounded_under_a_flood()
    {
        FakeTimeProvider time = new();
        using FakeLoggers logs = new();
        await using TestNode node = await TestNode.OpenAsync(TcpTransportFactory.Instance, 1, time: time, logs: logs);
        for (int i = 0; i < 60; i++)
        {
            await ThrowAsync(node, "GET / HTTP/1.1\r\n\r\n"u8.ToArray(), oneByOne: false);
        }

        Assert.That(logs.Warnings.Count(), Is.EqualTo(10));
        time.Advance(TimeSpan.FromSeconds(1));
        await ThrowAsync(node, "GET / HTTP/1.1\r\n\r\n"u8.ToArray(), oneByOne: false);
        Assert.That(
            logs.Warnings.ToArray()[^2..],
            Is.EqualTo(new[]
            {
                "50 more lines about refused connections were left out.",
                logs.Warnings.Last(line => line.StartsWith("Refused a connection", StringComparison.Ordinal)),
            }));
        Assert.That(node.Counters.FailedFor(TransportFailureReason.Garbage), Is.EqualTo(61));
    }

    [Test]
    public async Task Accept_should_survive_the_limit_of_handshakes()
    {
        TransportLimits limits = new() { PendingHandshakes = 2 };
        await using TestNode a = await TestNode.OpenAsync(TcpTransportFactory.Instance, 1);
        await using TestNode b = await TestNode.OpenAsync(TcpTransportFactory.Instance, 2, limits: limits);
        using RawPeer silent = await RawPeer.ConnectAsync(b);
        using RawPeer quiet = await RawPeer.ConnectAsync(b);
        using (RawPeer refused = await RawPeer.ConnectAsync(b))
        {
            await refused.ReadToEndAsync();
        }

        Assert.That(b.Counters.FailedFor(TransportFailureReason.Limit), Is.EqualTo(1));
        silent.EndSending();
        await silent.ReadToEndAsync();
        await a.SendAsync(b, TestNode.Frame(1));
        Assert.That(TestNode.Number(await b.NextFrameAsync()), Is.EqualTo(1));
    }

    [TestCase(1u)]
    [TestCase(23u)]
    [TestCase(uint.MaxValue)]
    public async Task Bad_frame_length_should_close_that_connection_only(uint length)
    {
        await using TestNode a = await TestNode.OpenAsync(TcpTransportFactory.Instance, 1);
        await using TestNode b = await TestNode.OpenAsync(TcpTransportFactory.Instance, 2);
        await a.SendAsync(b, TestNode.Frame(1));
        await b.NextFrameAsync();
        using RawPeer bad = await RawPeer.ConnectAsync(b);
        await bad.SendAsync(RawPeer.Introduce(HandshakeKind.Hello, 3, Elsewhere, default));
        await bad.ReadHandshakeAsync();
        byte[] bytes = new byte[64];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, length);
        await bad.SendAsync([.. TestNode.Frame(7), .. bytes]);
        await bad.ReadToEndAsync();
        Assert.That(TestNode.Number(await b.NextFrameAsync()), Is.EqualTo(7), "frames before it count");
        Assert.That((await b.NextSignalAsync(PeerSignal.Reset)).From.Id, Is.EqualTo(new NodeId(3, 3)));
        Assert.That(b.Counters.FailedFor(TransportFailureReason.BadFrameLength), Is.EqualTo(1));
        await a.SendAsync(b, TestNode.Frame(2));
        Assert.That(TestNode.Number(await b.NextFrameAsync()), Is.EqualTo(2));
    }

    [Test]
    public async Task Handshake_with_a_reserved_byte_that_is_not_0_should_be_refused()
    {
        await using TestNode node = await TestNode.OpenAsync(TcpTransportFactory.Instance, 1);
        byte[] hello = RawPeer.Introduce(HandshakeKind.Hello, 9, Elsewhere, default).Encode();
        hello[7] = 1;
        using RawPeer odd = await RawPeer.ConnectAsync(node);
        await odd.SendAsync(hello);
        await odd.ReadToEndAsync();
        Assert.That(node.Counters.FailedFor(TransportFailureReason.Garbage), Is.EqualTo(1));
    }

    private static async Task<int> ThrowGarbageAsync(TestNode node)
    {
        byte[] hello = RawPeer.Introduce(HandshakeKind.Hello, 9, Elsewhere, default).Encode();
        byte[] wrong = (RawPeer.Introduce(HandshakeKind.Hello, 9, Elsewhere, default) with { ClusterId = "other" })
            .Encode();
        int thrown = 0;
        DeterministicRandom random = new(1);
        for (int round = 0; round < 10; round++)
        {
            byte[] noise = new byte[2000];
            for (int i = 0; i < noise.Length; i++)
            {
                noise[i] = (byte)random.NextUInt64();
            }

            byte[][] kinds =
            [
                [],
                noise,
                Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
                [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03],
                hello[..(1 + (round * hello.Length / 11))],
                [.. hello[..10], .. noise[..hello.Length]],
                wrong,
                [.. "NGRP"u8, 2, 1, 1, 0, 0, 0],
                TestNode.Frame(1),
            ];
            foreach (byte[] kind in kinds)
            {
                await ThrowAsync(node, kind, oneByOne: false);
                await ThrowAsync(node, kind[..Math.Min(kind.Length, 100)], oneByOne: true);
                thrown += 2;
            }
        }

        return thrown;
    }

    private static async Task ThrowAsync(TestNode node, byte[] bytes, bool oneByOne)
    {
        using RawPeer peer = await RawPeer.ConnectAsync(node);
        try
        {
            int step = oneByOne ? 1 : Math.Max(1, bytes.Length);
            for (int i = 0; i < bytes.Length; i += step)
            {
                await peer.SendAsync(bytes[i..(i + step)]);
            }

            peer.EndSending();
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            // It has been thrown out already.
        }

        await peer.ReadToEndAsync();
    }

    private static async Task SendAllAsync(TestNode from, TestNode to, uint frames)
    {
        for (uint i = 0; i < frames; i++)
        {
            await from.SendAsync(to, TestNode.Frame(i));
        }
    }

    private static async Task ReceiveAllAsync(TestNode node, uint frames)
    {
        HashSet<uint> seen = [];
        while (seen.Count < frames)
        {
            Assert.That(seen.Add(TestNode.Number(await node.NextFrameAsync())), Is.True);
        }
    }
}
