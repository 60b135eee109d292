namespace NodeGroups.Protocol;

/// <summary>How a call to one member ended, as the machine knows it.</summary>
public enum CallResult
{
    /// <summary>The handler returned a value.</summary>
    Replied = 0,

    /// <summary>The handler threw.</summary>
    HandlerFailed = 1,

    /// <summary>The member has no handler of that name.</summary>
    UnknownMethod = 2,

    /// <summary>The argument could not be read as the handler's type.</summary>
    BadArgument = 3,

    /// <summary>The member has too many calls at work.</summary>
    Busy = 4,

    /// <summary>The member is stopping and takes no new calls.</summary>
    Stopping = 5,

    /// <summary>The member does not know the group through which it was addressed.</summary>
    UnknownGroup = 6,

    /// <summary>The member refuses this caller or this operation.</summary>
    Refused = 7,

    /// <summary>The member has no handler of that service at all: nothing named <c>service.</c>..., or no such
    /// service in its catalogue.</summary>
    UnknownService = 8,

    /// <summary>The member never made such a remote callback, or has forgotten it.</summary>
    CallbackUnknown = 9,

    /// <summary>The remote callback's lease has run out.</summary>
    CallbackExpired = 10,

    /// <summary>The remote callback was revoked by its owner.</summary>
    CallbackRevoked = 11,

    /// <summary>No answer came in time. The handler may have run. Never on the wire.</summary>
    TimedOut = 100,

    /// <summary>The member could not be reached, or was lost while the call waited. The handler may have run. Never
    /// on the wire.</summary>
    Unreachable = 101,

    /// <summary>The caller cancelled. The handler may have run. Never on the wire.</summary>
    Cancelled = 102,
}
