namespace NodeGroups.Simulation;

/// <summary>How the spread model hands one rumor on.</summary>
public enum SpreadStrategy
{
    /// <summary>An informed node sends to f distinct nodes drawn uniformly; see <see cref="PushMode"/>.</summary>
    Push,

    /// <summary>
    /// A newly informed node sends once to its successors on f pseudo-random rings, so that everybody is the target of
    /// exactly f nodes. Two rings may name the same successor, which is then sent two copies.
    /// </summary>
    Ring,

    /// <summary>Every live node that misses the rumor asks f nodes each round; who has it replies.</summary>
    Pull,

    /// <summary>
    /// Every live node calls f nodes each round; an informed caller pushes, an informed callee answers a caller that
    /// misses the rumor (Karp, Schindelhauer, Shenker and Vöcking, 2000).
    /// </summary>
    PushPull,

    /// <summary>Push that stops by feedback or chance; see <see cref="MongeringKind"/> (Demers et al., 1987).</summary>
    Rumor,

    /// <summary>The origin sends to everybody, once.</summary>
    Broadcast,
}
