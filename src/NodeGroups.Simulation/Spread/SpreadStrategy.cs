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

    /// <summary>Push that stops by feedback or chance; see <see cref="RumorKind"/> (Demers et al., 1987).</summary>
    Rumor,

    /// <summary>The origin sends to everybody, once.</summary>
    Broadcast,
}

/// <summary>For how long an informed node pushes.</summary>
public enum PushMode
{
    /// <summary>Infect-and-die: in the round after it was informed, and never again.</summary>
    Die,

    /// <summary>Infect-forever: in every round until every live node is informed.</summary>
    Forever,
}

/// <summary>What makes a node lose interest in a rumor it spreads.</summary>
public enum RumorKind
{
    /// <summary>
    /// Contacts with nodes that knew the rumor at the start of the round. A contact that is lost or meets a dead node
    /// brings no feedback: it neither counts nor interrupts a row of useless contacts.
    /// </summary>
    Feedback,

    /// <summary>Every contact, whatever comes of it.</summary>
    Blind,
}

/// <summary>How a node that loses interest decides to stop.</summary>
public enum RumorStop
{
    /// <summary>After k contacts of the kind that counts; with feedback, k in a row.</summary>
    Counter,

    /// <summary>With probability 1/k after each contact that counts.</summary>
    Coin,
}
