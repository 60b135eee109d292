namespace NodeGroups.Gossip;

/// <summary>Why a payload came that was here already.</summary>
internal enum DuplicateKind
{
    /// <summary>It went a second way, or the answer came after the payload: a link too many.</summary>
    Redundant,

    /// <summary>Repair had been faster: this is the first copy on the strategy's own way, to be passed on.</summary>
    FirstOnTheWay,

    /// <summary>Repair had asked for it: it says nothing about the links.</summary>
    Repair,
}
