using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>The kinds of rumors that carry a description in place of a large payload.</summary>
internal static class LargeKind
{
    /// <summary>Tells whether a rumor of a kind carries a description.</summary>
    public static bool IsLarge(RumorKind kind) => kind is RumorKind.LargeMessage or RumorKind.LargeInvocation;

    /// <summary>Gets the kind of a rumor with a description.</summary>
    public static RumorKind Of(RumorKind kind) =>
        kind == RumorKind.Invocation ? RumorKind.LargeInvocation : RumorKind.LargeMessage;

    /// <summary>Gets the kind as which it is delivered.</summary>
    public static RumorKind Base(RumorKind kind) =>
        kind == RumorKind.LargeInvocation ? RumorKind.Invocation : RumorKind.Message;
}
