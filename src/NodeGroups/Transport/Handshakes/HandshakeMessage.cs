using System.Buffers.Binary;
using System.Text;
using NodeGroups.Protocol;

namespace NodeGroups.Transport;

/// <summary>The messages by which two nodes introduce themselves before any frame. All numbers little-endian.</summary>
/// <remarks>
/// <code>
///  0  4    magic "NGRP"
///  4  u8   kind: 1 hello (dialler), 2 accept, 3 reject (listener)
///  5  u8   smallest handshake version spoken
///  6  u8   largest handshake version spoken
///  7  u8   reserved, 0
///  8  u16  length of the body
/// 10       body
/// hello, accept:  u8 + cluster id, 16 node id, u8 + host, u16 port of the advertised address,
///                 u8 + authentication method, u16 + authentication bytes (both empty in version 1),
///                 u16 count of extensions, each: u16 id, u16 + bytes (unknown ones are skipped);
///                 extension 1, of a hello: u64 number of this dial, u64 last dial of the listener accepted before
/// reject:         u16 code, u16 + reason in UTF-8
/// </code>
/// </remarks>
internal sealed record HandshakeMessage(HandshakeKind Kind, byte MinimumVersion, byte MaximumVersion)
{
    public const int HeaderSize = 10;
    public const byte Version = 1;
    private const int ReasonLimit = 512;
    private const ushort DialExtension = 1;
    private const ushort DialExtensionSize = 2 * sizeof(ulong);

    public static ReadOnlySpan<byte> Magic => "NGRP"u8;

    public string ClusterId { get; init; } = string.Empty;

    public NodeId NodeId { get; init; }

    public string Host { get; init; } = string.Empty;

    public int Port { get; init; }

    /// <summary>Gets the number of this dial; see <see cref="DialNumbers"/>. 0 when not told.</summary>
    public ulong Dial { get; init; }

    /// <summary>Gets the last dial of the other side that this one had accepted before, or 0.</summary>
    public ulong Seen { get; init; }

    public TransportFailureReason Code { get; init; }

    public string Reason { get; init; } = string.Empty;

    public static HandshakeMessage Reject(TransportFailureReason code, string reason) =>
        new(HandshakeKind.Reject, Version, Version) { Code = code, Reason = reason };

    public byte[] Encode()
    {
        using MemoryStream stream = new();
        using (BinaryWriter writer = new(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write((byte)Kind);
            writer.Write(MinimumVersion);
            writer.Write(MaximumVersion);
            writer.Write((byte)0);
            writer.Write((ushort)0);
            if (Kind == HandshakeKind.Reject)
            {
                byte[] reason = Encoding.UTF8.GetBytes(Reason);
                int length = Math.Min(reason.Length, ReasonLimit);
                writer.Write((ushort)Code);
                writer.Write((ushort)length);
                writer.Write(reason.AsSpan(0, length));
            }
            else
            {
                WriteIdentity(writer);
            }
        }

        byte[] bytes = stream.ToArray();
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)(bytes.Length - HeaderSize));
        return bytes;
    }

    /// <summary>Reads a body. Never throws for bad input.</summary>
    /// <returns>The message with the body's content, or null when the body is not valid.</returns>
    public HandshakeMessage? WithBody(ReadOnlySpan<byte> body)
    {
        HandshakeBodyReader reader = new(body);
        if (Kind == HandshakeKind.Reject)
        {
            return reader.TryUInt16(out int code) && reader.TryUInt16(out int length) && length <= ReasonLimit
                && reader.TryBytes(length, out ReadOnlySpan<byte> reason)
                ? this with { Code = (TransportFailureReason)code, Reason = Printable(reason) }
                : null;
        }

        if (!reader.TryText(out string cluster) || !NameRules.IsValid(cluster)
            || !reader.TryBytes(NodeId.SizeInBytes, out ReadOnlySpan<byte> id)
            || !reader.TryText(out string host) || !reader.TryUInt16(out int port) || port == 0
            || !reader.TryText(out _) || !reader.TryUInt16(out int authentication)
            || !reader.TryBytes(authentication, out _)
            || !reader.TryExtensions(DialExtension, out ReadOnlySpan<byte> dial)
            || (dial.Length != 0 && dial.Length != DialExtensionSize))
        {
            return null;
        }

        NodeId nodeId = NodeId.Read(id);
        return nodeId.IsNone
            ? null
            : this with
            {
                ClusterId = cluster,
                NodeId = nodeId,
                Host = host,
                Port = port,
                Dial = dial.IsEmpty ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(dial),
                Seen = dial.IsEmpty ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(dial[sizeof(ulong)..]),
            };
    }

    private void WriteIdentity(BinaryWriter writer)
    {
        Span<byte> id = stackalloc byte[NodeId.SizeInBytes];
        NodeId.Write(id);
        byte[] cluster = Encoding.ASCII.GetBytes(ClusterId);
        byte[] host = Encoding.ASCII.GetBytes(Host);
        writer.Write((byte)cluster.Length);
        writer.Write(cluster);
        writer.Write(id);
        writer.Write((byte)host.Length);
        writer.Write(host);
        writer.Write((ushort)Port);
        writer.Write((byte)0);
        writer.Write((ushort)0);
        writer.Write((ushort)(Dial == 0 ? 0 : 1));
        if (Dial != 0)
        {
            writer.Write(DialExtension);
            writer.Write(DialExtensionSize);
            writer.Write(Dial);
            writer.Write(Seen);
        }
    }

    private static string Printable(ReadOnlySpan<byte> utf8)
    {
        char[] text = Encoding.UTF8.GetString(utf8).ToCharArray();
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = text[i] is >= ' ' and <= '~' ? text[i] : '?';
        }

        return new string(text);
    }
}
