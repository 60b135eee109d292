namespace NodeGroups;

/// <summary>What a schedule does each time.</summary>
public enum ScheduleKind
{
    /// <summary>Each member runs its own handler of a method.</summary>
    Call = 0,

    /// <summary>One member spreads a message to all by gossip.</summary>
    Gossip = 1,
}
