using System.Buffers;
using System.Buffers.Binary;
using System.Collections;
using NodeGroups.Protocol;

namespace NodeGroups.Tests.Wire;

/// <summary>Writes frames, by the codec or by hand, and describes what was read.</summary>
internal static class Frames
{
    public static readonly NodeId To = new(1, 2);

    public delegate void BodyWriter(ref WireWriter writer);

    public static byte[] Encode(ProtocolMessage message)
    {
        ArrayBufferWriter<byte> output = new();
        Assert.That(MessageCodec.Encode(To, message, output), Is.EqualTo(output.WrittenCount));
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Writes a frame whose body keeps no rule but its writer's.</summary>
    public static byte[] Build(MessageTag tag, BodyWriter body, int capacity = 1024 * 1024)
    {
        byte[] buffer = new byte[capacity];
        WireWriter writer = new(buffer.AsSpan(FrameHeader.Size));
        body(ref writer);
        byte[] frame = buffer.Length == FrameHeader.Size + writer.Position
            ? buffer : buffer[..(FrameHeader.Size + writer.Position)];
        frame[8] = FrameHeader.Version;
        frame[9] = MessageReader.IsMembership(tag) ? FrameHeader.MembershipFlag : (byte)0;
        frame[10] = (byte)tag;
        To.Write(frame.AsSpan(12));
        Seal(frame);
        return frame;
    }

    public static DecodeError Decode(byte[] frame) => MessageCodec.Decode(frame, out _, out _);

    public static void Seal(byte[] frame)
    {
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), Checksum.Compute(frame.AsSpan(8)));
    }

    public static string Describe(object? value) => value switch
    {
        null => "null",
        ReadOnlyMemory<byte> bytes => Convert.ToHexString(bytes.Span),
        string or ValueType => value.ToString()!,
        IEnumerable items => "[" + string.Join(",", items.Cast<object>().Select(Describe)) + "]",
        _ => value.GetType().Name + "{" + string.Join(
            ";", value.GetType().GetProperties().Select(p => p.Name + "=" + Describe(p.GetValue(value)))) + "}",
    };
}
