using System.Buffers;
using System.Buffers.Binary;
using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>Takes every message through the real codec, there and back, and tells the invariants what came
/// out.</summary>
internal sealed class FrameCodec(Simulation simulation)
{
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly ArrayBufferWriter<byte> _again = new();

    /// <summary>Encodes a message and reads it back as the receiver will.</summary>
    public Flight Pack(NodeLife sender, in Peer to, SimulatedNode? target, ProtocolMessage message)
    {
        _buffer.ResetWrittenCount();
        MessageCodec.Encode(to.Id, message, _buffer);
        byte[] frame = _buffer.WrittenSpan.ToArray();
        DecodeError error = MessageCodec.Decode(frame, out NodeId meant, out ProtocolMessage? decoded);
        _again.ResetWrittenCount();
        if (decoded is not null)
        {
            MessageCodec.Encode(meant, decoded, _again);
        }

        bool same = _again.WrittenSpan.SequenceEqual(frame);
        simulation.Observe(new MessageSent(
            simulation.Now, sender.Peer, to, message, frame.Length, new CodecOutcome(error, meant, decoded, same)));
        ulong hash = HashOf(frame);
        simulation.Record(TranscriptKind.Sent, sender.Node.Index, target?.Index ?? -1, hash, message);
        return new Flight(sender, to, target, decoded ?? message, hash);
    }

    private static ulong HashOf(ReadOnlySpan<byte> frame)
    {
        ulong hash = (ulong)frame.Length;
        while (frame.Length >= sizeof(ulong))
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(frame);
            hash = DeterministicRandom.Mix(hash + word + 0x9E3779B97F4A7C15UL);
            frame = frame[sizeof(ulong)..];
        }

        foreach (byte last in frame)
        {
            hash = (hash ^ last) * 0x100000001B3UL;
        }

        return DeterministicRandom.Mix(hash);
    }
}
