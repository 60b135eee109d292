namespace NodeGroups.Protocol;

/// <summary>
/// The fixed start of every frame: length, checksum, version, flags, message number and the receiver meant.
/// </summary>
/// <remarks>
/// <code>
///  0  u32  length of the whole frame, header included, little-endian
///  4  u32  CRC-32C of bytes 8 to the end
///  8  u8   wire version
///  9  u8   flags: bit 0 = membership lane
/// 10  u8   message number
/// 11  u8   reserved, 0
/// 12  16   the node meant, or all zero for whoever listens here
/// </code>
/// </remarks>
public static class FrameHeader
{
    /// <summary>The number of bytes of the header.</summary>
    public const int Size = 28;

    /// <summary>The version of the frame format that this build writes and reads.</summary>
    public const byte Version = 1;

    /// <summary>The flag of a frame of the membership lane.</summary>
    public const byte MembershipFlag = 1;

    /// <summary>Tells whether a frame belongs to the membership lane.</summary>
    /// <param name="frame">A whole frame, or its first 12 bytes.</param>
    /// <returns>True when it does.</returns>
    public static bool IsMembership(ReadOnlySpan<byte> frame) => frame.Length > 9 && (frame[9] & MembershipFlag) != 0;
}
