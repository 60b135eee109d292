using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NodeGroups.Protocol;
using NodeGroups.Transport;

namespace NodeGroups.Tests.Transport;

/// <summary>A transport with its reader, and frames made by hand.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private static readonly TimeSpan Safety = TimeSpan.FromSeconds(30);
    private readonly CancellationTokenSource _cancel = new(Safety);
    private IAsyncEnumerator<ReceivedFrame>? _reader;

    private TestNode(ITransport transport, NodeId id)
    {
        Transport = transport;
        Id = id;
    }

    public ITransport Transport { get; }

    public NodeId Id { get; }

    public TransportCounters Counters => ((IInspectableTransport)Transport).Counters;

    public NodeAddress Address => Transport.LocalAddress;

    public CancellationToken Cancel => _cancel.Token;

    public static async Task<TestNode> OpenAsync(
        ITransportFactory factory, ulong id, string cluster = "test", int port = 0, TransportLimits? limits = null,
        TimeProvider? time = null, ILoggerFactory? logs = null)
    {
        TransportContext context = new()
        {
            NodeId = new NodeId(id, id),
            ClusterId = cluster,
            Listen = NodeAddress.Loopback(port),
            Limits = limits ?? new TransportLimits(),
            TimeProvider = time ?? TimeProvider.System,
            LoggerFactory = logs ?? NullLoggerFactory.Instance,
        };
        return new TestNode(await factory.OpenAsync(context), context.NodeId);
    }

    public static byte[] Frame(uint number, int size = 64, bool membership = false)
    {
        byte[] frame = new byte[size];
        BinaryPrimitives.WriteUInt32LittleEndian(frame, (uint)size);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(24), number);
        frame[9] = membership ? FrameHeader.MembershipFlag : (byte)0;
        return frame;
    }

    public static uint Number(ReceivedFrame frame) => BinaryPrimitives.ReadUInt32LittleEndian(frame.Frame.Span[24..]);

    public ValueTask SendAsync(TestNode to, byte[] frame) => Transport.SendAsync(to.Address, frame, Cancel);

    public async Task<ReceivedFrame> NextAsync()
    {
        _reader ??= Transport.ReceiveAllAsync(Cancel).GetAsyncEnumerator(Cancel);
        Assert.That(await _reader.MoveNextAsync(), Is.True, "the stream ended");
        return _reader.Current;
    }

    public async Task<ReceivedFrame> NextFrameAsync()
    {
        ReceivedFrame next;
        do
        {
            next = await NextAsync();
            Assert.That(next.Signal, Is.AnyOf(PeerSignal.None, PeerSignal.Connected));
        }
        while (next.Signal != PeerSignal.None);
        return next;
    }

    public async Task<ReceivedFrame> NextSignalAsync(PeerSignal signal)
    {
        ReceivedFrame next;
        do
        {
            next = await NextAsync();
        }
        while (next.Signal != signal);
        return next;
    }

    public async ValueTask DisposeAsync()
    {
        await Transport.DisposeAsync();
        _cancel.Dispose();
    }
}
