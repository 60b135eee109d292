using System.Buffers;
using System.Numerics;
using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>How many bytes each kind of gossip message has on the wire: measured once, with the real codec.</summary>
/// <remarks>Names count as of a usual length: six letters for the group, five for the topic.</remarks>
internal sealed class WireSizes
{
    private const int OriginsLimit = 64;
    private readonly long[] _digests = new long[OriginsLimit + 1];
    private readonly long _pullSequence;

    private WireSizes()
    {
        GroupName group = "spread";
        NodeId origin = new(ulong.MaxValue, ulong.MaxValue);
        const ulong sequence = 1_000;
        Header = Measure(
            new RumorMessage(group, origin, sequence, 8, RumorKind.Message, "topic", ReadOnlyMemory<byte>.Empty));
        Control = Measure(new GossipControl(group, GossipMessageKind.Announce, origin, sequence, 8, 0));
        DigestEntry entry = new(origin, sequence, sequence, []);
        for (int entries = 0; entries < _digests.Length; entries++)
        {
            _digests[entries] = Measure(new GossipDigest(group, true, [.. Enumerable.Repeat(entry, entries)]));
        }

        OnePull = Measure(new GossipPull(group, origin, [sequence]));
        _pullSequence = Measure(new GossipPull(group, origin, [sequence, sequence])) - OnePull;
        ChunkHeader = Measure(new GossipChunk(group, origin, sequence, 1, new byte[1])) - 1;
    }

    /// <summary>Gets the sizes.</summary>
    public static WireSizes Usual { get; } = new();

    /// <summary>Gets what a message with a payload has beside the payload.</summary>
    public long Header { get; }

    /// <summary>Gets the size of a control message of a strategy.</summary>
    public long Control { get; }

    /// <summary>Gets the size of a pull of one rumor.</summary>
    public long OnePull { get; }

    /// <summary>Gets what a chunk of a large payload has beside its bytes.</summary>
    public long ChunkHeader { get; }

    /// <summary>Gets the size of a digest.</summary>
    /// <param name="origins">The number of origins with retained rumors.</param>
    public long Digest(int origins) => _digests[Math.Min(origins, _digests.Length - 1)];

    /// <summary>Gets the size of the pulls that ask for some rumors of some origins.</summary>
    public long Pull(int origins, ulong rumors) =>
        (origins * OnePull) + (_pullSequence * (BitOperations.PopCount(rumors) - origins));

    private static long Measure(ProtocolMessage message)
    {
        ArrayBufferWriter<byte> buffer = new();
        return MessageCodec.Encode(new NodeId(1, 1), message, buffer);
    }
}
