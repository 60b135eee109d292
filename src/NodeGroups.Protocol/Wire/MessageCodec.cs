using System.Buffers;
using System.Buffers.Binary;

namespace NodeGroups.Protocol;

/// <summary>Writes and reads protocol messages as frames. Stateless and thread-safe.</summary>
/// <remarks>
/// A receiver of many messages reads them with a <see cref="MessageDecoder"/>, which remembers names. Reading a frame
/// of n bytes allocates at most <c>4n + 4 KiB</c>; for member records <c>6n + 4 KiB</c>, and <c>16n + 4 KiB</c> when
/// they are full of very short group names not read lately. Every length and count is compared with the bytes at hand
/// before it is believed.
/// </remarks>
public static class MessageCodec
{
    /// <summary>Appends a message as one frame.</summary>
    /// <param name="to">The node meant, or <see cref="NodeId.None"/> for whoever listens at the address.</param>
    /// <param name="message">The message.</param>
    /// <param name="output">Where to append.</param>
    /// <returns>The number of bytes written.</returns>
    /// <remarks>
    /// An error text is cut to <see cref="ProtocolLimits.ErrorTextBytes"/>, a time-out to 0 to 24 days, and a trace
    /// context that is not printable ASCII of at most 128 characters is left out. Nothing has been appended when it
    /// throws.
    /// </remarks>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="message"/> or <paramref name="output"/> is null.
    /// </exception>
    /// <exception cref="ArgumentException">The message breaks a limit or rule of the wire format.</exception>
    public static int Encode(NodeId to, ProtocolMessage message, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(output);
        long bound = MessageWriter.Bound(message) + FrameHeader.Size;
        if (bound > ProtocolLimits.MaximumFrameBytes)
        {
            throw new ArgumentException(
                $"The frame could be longer than {ProtocolLimits.MaximumFrameBytes} bytes.", nameof(message));
        }

        Span<byte> frame = output.GetSpan((int)bound);
        WireWriter writer = new(frame[FrameHeader.Size..]);
        MessageTag tag = MessageWriter.Write(ref writer, message);
        int length = FrameHeader.Size + writer.Position;
        frame = frame[..length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, length);
        frame[8] = FrameHeader.Version;
        frame[9] = message.IsMembership ? FrameHeader.MembershipFlag : (byte)0;
        frame[10] = (byte)tag;
        frame[11] = 0;
        to.Write(frame[12..]);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Checksum.Compute(frame[8..]));
        output.Advance(length);
        return length;
    }

    /// <summary>
    /// Reads one frame. Never throws for bad input; allocates in proportion to the frame's length at most.
    /// </summary>
    /// <param name="frame">A whole frame. Payloads in the message are slices of it: it must not change later.</param>
    /// <param name="to">The node meant.</param>
    /// <param name="message">The message, or null when the frame is not valid.</param>
    /// <returns><see cref="DecodeError.None"/> or why it is not valid.</returns>
    public static DecodeError Decode(ReadOnlyMemory<byte> frame, out NodeId to, out ProtocolMessage? message) =>
        Read(frame, names: null, out to, out message);

    /// <summary>Reads one frame, with names from a cache when there is one.</summary>
    internal static DecodeError Read(
        ReadOnlyMemory<byte> frame, NameCache? names, out NodeId to, out ProtocolMessage? message)
    {
        to = default;
        message = null;
        ReadOnlySpan<byte> bytes = frame.Span;
        if (bytes.Length is < FrameHeader.Size or > ProtocolLimits.MaximumFrameBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != (uint)bytes.Length)
        {
            return DecodeError.BadLength;
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) != Checksum.Compute(bytes[8..]))
        {
            return DecodeError.BadChecksum;
        }

        if (bytes[8] != FrameHeader.Version)
        {
            return DecodeError.BadVersion;
        }

        if ((bytes[9] & ~FrameHeader.MembershipFlag) != 0 || bytes[11] != 0)
        {
            return DecodeError.BadBody;
        }

        MessageTag tag = (MessageTag)bytes[10];
        if (!MessageReader.IsKnown(tag))
        {
            return DecodeError.UnknownMessage;
        }

        if (FrameHeader.IsMembership(bytes) != MessageReader.IsMembership(tag))
        {
            return DecodeError.BadBody;
        }

        WireReader reader = new(frame, FrameHeader.Size, names);
        ProtocolMessage? read = MessageReader.Read(ref reader, tag);
        if (read is null || reader.Remaining != 0)
        {
            return DecodeError.BadBody;
        }

        to = NodeId.Read(bytes[12..]);
        message = read;
        return DecodeError.None;
    }
}
