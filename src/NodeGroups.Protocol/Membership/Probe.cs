namespace NodeGroups.Protocol.Membership;

/// <summary>One liveness question that runs.</summary>
internal sealed class Probe(
    uint sequence, Peer target, MonotonicTime started, MonotonicTime directDeadline, MonotonicTime endDeadline)
{
    /// <summary>When it began.</summary>
    public MonotonicTime Started { get; } = started;

    /// <summary>Names the probe in its answers.</summary>
    public uint Sequence { get; } = sequence;

    /// <summary>Who is asked.</summary>
    public Peer Target { get; } = target;

    /// <summary>When helpers are asked.</summary>
    public MonotonicTime DirectDeadline { get; } = directDeadline;

    /// <summary>When it has failed.</summary>
    public MonotonicTime EndDeadline { get; } = endDeadline;

    /// <summary>The helpers that were asked and have not answered.</summary>
    public List<NodeId> Helpers { get; } = [];

    /// <summary>Whether helpers have been asked.</summary>
    public bool IsIndirect { get; set; }

    /// <summary>How many helpers were asked in all, those that turned out to be gone included.</summary>
    public int Asked { get; set; }

    /// <summary>Whether a connection to the target was refused while it ran.</summary>
    public bool IsHard { get; set; }

    /// <summary>Whether the question was sent again after its connection had ended.</summary>
    public bool IsRepeated { get; set; }

    /// <summary>How many helpers could not reach the target either.</summary>
    public int Confirmations { get; set; }

    /// <summary>How many of them were refused.</summary>
    public int Refusals { get; set; }

    /// <summary>When it wants to be looked at next.</summary>
    public MonotonicTime Deadline => IsIndirect ? EndDeadline : DirectDeadline;
}

/// <summary>A ping made for another node.</summary>
/// <param name="Sequence">Our own sequence.</param>
/// <param name="Requester">For whom.</param>
/// <param name="RequestSequence">The requester's sequence.</param>
/// <param name="Target">Who is pinged.</param>
/// <param name="Deadline">When the requester gets a nack.</param>
internal sealed record ProbeRelay(
    uint Sequence, Peer Requester, uint RequestSequence, NodeId Target, MonotonicTime Deadline)
{
    /// <summary>Whether the ping was sent again after its connection had ended.</summary>
    public bool IsRepeated { get; set; }
}
