using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using NodeGroups.Transport;

namespace NodeGroups.Tests.Transport;

[TestFixture]
public sealed class TcpTransportTests : TransportContractTests
{
    protected override ITransportFactory CreateFactory() => TcpTransportFactory.Instance;

    [TestCase("GET / HTTP/1.1\r\nHost: x\r\n\r\n", TransportFailureReason.Garbage)]
    [TestCase("NGRP\u0001\u0001\u0001\u0000\u007f\u007f", TransportFailureReason.TooLarge)]
    [TestCase("NGRP\u0001\u0009\u0009\u0000\u0000\u0000", TransportFailureReason.WrongVersion)]
    [TestCase("NGRP\u0001\u0002\u0001\u0000\u0000\u0000", TransportFailureReason.Garbage)]
    [TestCase("NGRP\u0001\u0001\u0001\u0000\u0001\u0000x", TransportFailureReason.Garbage)]
    [TestCase("NGRP", TransportFailureReason.Truncated)]
    public async Task Listener_should_close_what_is_no_handshake(string text, TransportFailureReason reason)
    {
        await using TestNode a = await TestNode.OpenAsync(TcpTransportFactory.Instance, 1);
        await using TestNode b = await TestNode.OpenAsync(TcpTransportFactory.Instance, 2);
        await a.SendAsync(b, TestNode.Frame(1));
        await b.NextFrameAsync();
        await SendRawAsync(b, Encoding.ASCII.GetBytes(text), end: true);
        Assert.That(((IInspectableTransport)b.Transport).Counters.FailedFor(reason), Is.EqualTo(1));
        await a.SendAsync(b, TestNode.Frame(2));
        Assert.That(TestNode.Number(await b.NextFrameAsync()), Is.EqualTo(2));
    }

    [Test]
    public async Task Listener_should_give_up_a_handshake_that_takes_too_long()
    {
        TransportLimits limits = new() { HandshakeTimeout = TimeSpan.FromMilliseconds(50) };
        await using TestNode b = await TestNode.OpenAsync(TcpTransportFactory.Instance, 2, limits: limits);
        await SendRawAsync(b, "NG"u8.ToArray(), end: false);
        Assert.That(
            ((IInspectableTransport)b.Transport).Counters.FailedFor(TransportFailureReason.Timeout), Is.EqualTo(1));
    }

    [Test]
    public async Task Listener_should_give_up_a_handshake_that_comes_byte_by_byte()
    {
        FakeTimeProvider time = new();
        TransportLimits limits = new();
        await using TestNode b = await TestNode.OpenAsync(TcpTransportFactory.Instance, 2, limits: limits, time: time);
        using TcpClient client = new();
        await client.ConnectAsync(b.Address.Host, b.Address.Port, b.Cancel);
        NetworkStream stream = client.GetStream();
        byte[] header = [.. HandshakeMessage.Magic, (byte)HandshakeKind.Hello, 1, 1, 0, 0, 1];
        await stream.WriteAsync(header, b.Cancel);

        // The one that comes after has been shown out, so the first has been let in before.
        await SendRawAsync(b, new byte[16], end: false);
        for (int i = 0; i < 2; i++)
        {
            await stream.WriteAsync(new byte[1], b.Cancel);
            time.Advance(limits.HandshakeTimeout * 0.8);
        }

        Assert.That(await ReadToEndAsync(stream, b.Cancel), Is.Zero);
        Assert.That(b.Counters.FailedFor(TransportFailureReason.Timeout), Is.EqualTo(1));
    }

    [Test]
    public async Task Transport_should_send_the_frames_of_a_turn_when_it_ends()
    {
        await using TestNode a = await TestNode.OpenAsync(TcpTransportFactory.Instance, 1);
        await using TestNode b = await TestNode.OpenAsync(TcpTransportFactory.Instance, 2);
        ITurnTransport turns = (ITurnTransport)a.Transport;
        await a.SendAsync(b, TestNode.Frame(0));
        await b.NextFrameAsync();

        for (uint turn = 0; turn < 3; turn++)
        {
            for (uint frame = 1; frame <= 5; frame++)
            {
                await turns.SendInTurnAsync(b.Address, TestNode.Frame((turn * 5) + frame), a.Cancel);
            }

            turns.EndTurn();
            for (uint frame = 1; frame <= 5; frame++)
            {
                Assert.That(TestNode.Number(await b.NextFrameAsync()), Is.EqualTo((turn * 5) + frame));
            }
        }
    }

    private static async Task SendRawAsync(TestNode to, byte[] bytes, bool end)
    {
        using TcpClient client = new();
        await client.ConnectAsync(to.Address.Host, to.Address.Port, to.Cancel);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(bytes, to.Cancel);
        if (end)
        {
            client.Client.Shutdown(SocketShutdown.Send);
        }

        await ReadToEndAsync(stream, to.Cancel);
    }

    /// <summary>Reads until the other side closes.</summary>
    /// <returns>How many bytes there were.</returns>
    private static async Task<int> ReadToEndAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        int count = 0;
        try
        {
            while (await stream.ReadAsync(new byte[512], cancellationToken) is > 0 and int more)
            {
                count += more;
            }
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // Closed with bytes unread: a reset is an end, too.
        }

        return count;
    }
}
