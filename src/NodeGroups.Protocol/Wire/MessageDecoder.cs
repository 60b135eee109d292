namespace NodeGroups.Protocol;

/// <summary>
/// Reads frames as <see cref="MessageCodec.Decode"/> does, and remembers names and addresses that come again.
/// </summary>
/// <remarks>
/// A node has one and reads every frame with it. It holds at most 2,048 names of at most 128 characters and
/// 2,048 addresses, whatever peers send. Not thread-safe.
/// </remarks>
public sealed class MessageDecoder
{
    private readonly NameCache _names = new();

    /// <inheritdoc cref="MessageCodec.Decode"/>
    public DecodeError Decode(ReadOnlyMemory<byte> frame, out NodeId to, out ProtocolMessage? message) =>
        MessageCodec.Read(frame, _names, out to, out message);
}
