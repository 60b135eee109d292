namespace NodeGroups.Protocol.Membership;

/// <summary>
/// The quiet beginning of a node that starts among many: until it is introduced, or for a bounded time, it talks about
/// members to nobody but its sponsor, the one through which it joined, and compares its view with that one.
/// </summary>
internal sealed class QuietStart(TimeSpan limit)
{
    private Peer? _sponsor;

    /// <summary>Whether the node is quiet, joined or not.</summary>
    public bool IsQuiet => !End.IsNever;

    /// <summary>Through whom the node joined, while it is quiet.</summary>
    public Peer? Sponsor => IsQuiet ? _sponsor : null;

    /// <summary>When it ends without an introduction.</summary>
    public MonotonicTime End { get; private set; } = MonotonicTime.Never;

    /// <summary>The node starts.</summary>
    public void Begin(MonotonicTime now) => End = limit > TimeSpan.Zero ? now + limit : MonotonicTime.Never;

    /// <summary>The node has joined.</summary>
    public void NoteJoined(in Peer sponsor) => _sponsor = sponsor;

    /// <summary>The node is like any other from now on.</summary>
    public void Finish() => End = MonotonicTime.Never;
}
