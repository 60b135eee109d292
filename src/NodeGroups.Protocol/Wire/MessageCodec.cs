using System.Buffers;

namespace NodeGroups.Protocol;

/// <summary>Writes and reads protocol messages as frames. Stateless and thread-safe.</summary>
public static class MessageCodec
{
    /// <summary>Appends a message as one frame.</summary>
    /// <param name="to">The node meant, or <see cref="NodeId.None"/> for whoever listens at the address.</param>
    /// <param name="message">The message.</param>
    /// <param name="output">Where to append.</param>
    /// <returns>The number of bytes written.</returns>
    public static int Encode(NodeId to, ProtocolMessage message, IBufferWriter<byte> output) =>
        throw new NotSupportedException();

    /// <summary>Reads one frame. Never throws for bad input; allocates in proportion to the frame's length at most.</summary>
    /// <param name="frame">A whole frame. Payloads in the message are slices of it: it must not change afterwards.</param>
    /// <param name="to">The node meant.</param>
    /// <param name="message">The message, or null when the frame is not valid.</param>
    /// <returns><see cref="DecodeError.None"/> or why it is not valid.</returns>
    public static DecodeError Decode(ReadOnlyMemory<byte> frame, out NodeId to, out ProtocolMessage? message) =>
        throw new NotSupportedException();
}
