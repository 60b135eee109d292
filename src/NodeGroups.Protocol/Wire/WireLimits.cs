using System.Text.Unicode;

namespace NodeGroups.Protocol;

/// <summary>Rules of the wire format that both directions share.</summary>
internal static class WireLimits
{
    /// <summary>The longest trace context, in ASCII characters; W3C's has 55.</summary>
    public const int TraceParentBytes = 128;

    /// <summary>
    /// The fewest bytes of a member: id, name length, host of one character, port, status, incarnation, groups.
    /// </summary>
    public const int MemberBytes = NodeId.SizeInBytes + 1 + 2 + 2 + 1 + 1 + 1;

    /// <summary>The fewest bytes of a digest entry: origin, oldest, floor, word count.</summary>
    public const int DigestEntryBytes = NodeId.SizeInBytes + 3;

    /// <summary>The most bytes of a varint of 64 bits.</summary>
    public const int VarintBytes = 10;

    /// <summary>The most words of a chunk digest.</summary>
    public const int ChunkDigestWords = ProtocolLimits.ChunksPerPayload / 64;

    /// <summary>The longest time-out on the wire: longer ones are cut, so that no sum of times can overflow.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromDays(24);

    /// <summary>Tells whether a status may travel.</summary>
    public static bool IsValid(MemberStatus status) => status is >= MemberStatus.Alive and <= MemberStatus.Left;

    /// <summary>
    /// Tells whether a control's kind may travel; a payload is a message of its own, a timer is local.
    /// </summary>
    public static bool IsValid(GossipMessageKind kind) =>
        kind is >= GossipMessageKind.Announce and <= GossipMessageKind.Hold and not GossipMessageKind.Timer;

    /// <summary>Tells whether a rumor's kind may travel.</summary>
    public static bool IsValid(RumorKind kind) => kind is >= RumorKind.Message and <= RumorKind.LargeInvocation;

    /// <summary>
    /// Tells whether a call's result may travel; time-outs and the like are found by the caller itself.
    /// </summary>
    public static bool IsValid(CallResult result) => result is >= CallResult.Replied and <= CallResult.CallbackRevoked;

    /// <summary>Tells whether a text may be a trace context: printable ASCII within the limit, or empty.</summary>
    public static bool IsTraceParent(ReadOnlySpan<char> text) =>
        text.Length <= TraceParentBytes && !text.ContainsAnyExceptInRange('!', '~');

    /// <summary>Cuts an error text at a character's border to <see cref="ProtocolLimits.ErrorTextBytes"/>.</summary>
    public static string CutErrorText(string text)
    {
        if (text.Length <= ProtocolLimits.ErrorTextBytes / 3)
        {
            return text;
        }

        Span<byte> bytes = stackalloc byte[ProtocolLimits.ErrorTextBytes];
        _ = Utf8.FromUtf16(text, bytes, out int read, out _);
        return text[..read];
    }
}
