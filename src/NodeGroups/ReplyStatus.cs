namespace NodeGroups;

/// <summary>How a call to one member ended.</summary>
public enum ReplyStatus
{
    /// <summary>The handler returned a value.</summary>
    Replied = 0,

    /// <summary>The member answered with an error: its handler threw, or it did not run it.</summary>
    Faulted = 1,

    /// <summary>No answer came in time. The handler may have run.</summary>
    TimedOut = 2,

    /// <summary>The member could not be reached, or was lost while the call waited. The handler may have run.</summary>
    Unreachable = 3,

    /// <summary>The call was given up because enough other members had replied. The handler may have run.</summary>
    Abandoned = 4,
}
