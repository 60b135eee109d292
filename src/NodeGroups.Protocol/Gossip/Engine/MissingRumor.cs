using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>A rumor that a peer is known to have and that is, or was a moment ago, not here.</summary>
internal struct MissingRumor
{
    /// <summary>Who had it, by the latest word.</summary>
    public NodeId Holder;

    /// <summary>Who was asked last; none while nobody was.</summary>
    public NodeId Asked;

    /// <summary>When it was first heard of.</summary>
    public MonotonicTime Since;

    /// <summary>When somebody was asked last.</summary>
    public MonotonicTime AskedAt;

    /// <summary>When to ask next; once it has come, when to forget it.</summary>
    public MonotonicTime Due;

    /// <summary>How many times somebody was asked.</summary>
    public int Requests;

    /// <summary>Whether it has come.</summary>
    public bool HasCome;

    /// <summary>Whether the one asked last has sent it.</summary>
    public bool WasAnswered;
}
