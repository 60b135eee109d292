namespace NodeGroups.Simulation;

/// <summary>What makes a node lose interest in a rumor it spreads.</summary>
public enum MongeringKind
{
    /// <summary>
    /// Contacts with nodes that knew the rumor at the start of the round. A contact that is lost or meets a dead node
    /// brings no feedback: it neither counts nor interrupts a row of useless contacts.
    /// </summary>
    Feedback,

    /// <summary>Every contact, whatever comes of it.</summary>
    Blind,
}
