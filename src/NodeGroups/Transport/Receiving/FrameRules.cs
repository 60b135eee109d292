using System.Buffers.Binary;
using NodeGroups.Protocol;

namespace NodeGroups.Transport;

/// <summary>What every frame given to a transport must be.</summary>
internal static class FrameRules
{
    /// <exception cref="ArgumentException">There is no address, or the bytes are not one frame within the
    /// limit.</exception>
    public static void ThrowIfInvalid(NodeAddress to, ReadOnlySpan<byte> frame, int frameLimit)
    {
        if (to.IsNone || to.Port == 0)
        {
            throw new ArgumentException("The address to send to must have a host and a port.", nameof(to));
        }

        if (frame.Length < FrameHeader.Size || frame.Length > frameLimit
            || BinaryPrimitives.ReadUInt32LittleEndian(frame) != frame.Length)
        {
            throw new ArgumentException(
                $"A frame has {FrameHeader.Size} to {frameLimit} bytes and begins with its length; "
                + $"this one has {frame.Length}. Send less at a time, or raise the frame limit on all nodes.",
                nameof(frame));
        }
    }
}
