using System.Buffers;
using System.Numerics;
using NodeGroups.Protocol;

namespace NodeGroups.Simulation.Spread;

/// <summary>How many bytes each kind of message has on the wire, measured once with the real codec.</summary>
internal sealed class WireSizes
{
    private readonly long[] _digests = new long[SpreadEngineOptions.RetainedRumorsLimit + 1];
    private readonly long _pull;
    private readonly long _pullSequence;

    public WireSizes(int payloadBytes)
    {
        GroupName group = "spread";
        NodeId origin = new(ulong.MaxValue, ulong.MaxValue);
        const ulong sequence = 1_000;
        Payload = payloadBytes + Measure(
            new RumorMessage(group, origin, sequence, 8, RumorKind.Message, "topic", ReadOnlyMemory<byte>.Empty));
        Control = Measure(new GossipControl(group, GossipMessageKind.Announce, origin, sequence, 8, 0));
        DigestEntry entry = new(origin, sequence, sequence, []);
        for (int entries = 0; entries < _digests.Length; entries++)
        {
            _digests[entries] = Measure(new GossipDigest(group, true, [.. Enumerable.Repeat(entry, entries)]));
        }

        _pull = Measure(new GossipPull(group, origin, [sequence]));
        _pullSequence = Measure(new GossipPull(group, origin, [sequence, sequence])) - _pull;
    }

    /// <summary>Gets the size of a message with the payload.</summary>
    public long Payload { get; }

    /// <summary>Gets the size of a control message of a strategy.</summary>
    public long Control { get; }

    /// <summary>Gets the size of a digest.</summary>
    /// <param name="origins">The number of origins with retained rumors.</param>
    public long Digest(int origins) => _digests[Math.Min(origins, _digests.Length - 1)];

    /// <summary>Gets the size of the pulls that ask for some rumors of some origins.</summary>
    public long Pull(int origins, ulong rumors) =>
        (origins * _pull) + (_pullSequence * (BitOperations.PopCount(rumors) - origins));

    private static long Measure(ProtocolMessage message)
    {
        ArrayBufferWriter<byte> buffer = new();
        return MessageCodec.Encode(new NodeId(1, 1), message, buffer);
    }
}
