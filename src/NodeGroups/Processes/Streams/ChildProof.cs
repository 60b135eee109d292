using System.Security.Cryptography;

namespace NodeGroups.Processes;

/// <summary>
/// The one-time handshake of a child: the parent asks with a fresh number, the child answers with a keyed hash
/// (HMAC-SHA256, RFC 2104) over it and both ids. The token itself never travels over the network.
/// </summary>
internal static class ChildProof
{
    public const int TokenBytes = 32;

    public static byte[] CreateSecret() => RandomNumberGenerator.GetBytes(TokenBytes);

    public static byte[] Compute(byte[] token, byte[] nonce, NodeId parent, NodeId child)
    {
        ReadOnlySpan<byte> purpose = "NodeGroups child 1"u8;
        byte[] text = new byte[purpose.Length + (2 * NodeId.SizeInBytes) + nonce.Length];
        purpose.CopyTo(text);
        parent.Write(text.AsSpan(purpose.Length));
        child.Write(text.AsSpan(purpose.Length + NodeId.SizeInBytes));
        nonce.CopyTo(text, purpose.Length + (2 * NodeId.SizeInBytes));
        return HMACSHA256.HashData(token, text);
    }

    public static bool Matches(byte[] token, byte[] nonce, NodeId parent, NodeId child, byte[] proof) =>
        CryptographicOperations.FixedTimeEquals(Compute(token, nonce, parent, child), proof);
}
