using NodeGroups.Gossip;

namespace NodeGroups.Protocol;

/// <summary>Describes large payloads before they are published, so that a machine's loop does not spend time on their
/// checksums. Thread-safe.</summary>
public static class LargePayload
{
    /// <summary>Describes a payload for <see cref="PublishRumor.Description"/>.</summary>
    /// <param name="payload">The payload; it must not change afterwards.</param>
    /// <param name="settings">The settings of the machine that will publish it.</param>
    /// <returns>The description; empty when the payload travels in one message.</returns>
    /// <exception cref="ArgumentException">It is larger than
    /// <see cref="GossipSettings.PayloadBytesLimit"/>.</exception>
    public static ReadOnlyMemory<byte> Describe(ReadOnlyMemory<byte> payload, GossipSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (payload.Length > settings.PayloadBytesLimit)
        {
            throw new ArgumentException(
                $"The payload has {payload.Length} bytes; at most {settings.PayloadBytesLimit} may be gossiped.",
                nameof(payload));
        }

        return payload.Length <= settings.Large.ThresholdBytes
            ? default
            : LargeDescription.Write(payload.Span, settings.Large.ChunkBytes);
    }
}
