namespace NodeGroups;

/// <summary>What a node believes about a member.</summary>
public enum MemberStatus
{
    /// <summary>Up, as far as is known.</summary>
    Alive = 1,

    /// <summary>Doubted: probes failed, and it has not refuted yet. Still in every view.</summary>
    Suspect = 2,

    /// <summary>Declared failed. Only the member itself can undo it, with a higher incarnation.</summary>
    Dead = 3,

    /// <summary>Left by its own word: final for this node id.</summary>
    Left = 4,
}
