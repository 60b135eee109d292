namespace NodeGroups.Transport;

/// <summary>Why a dial is wanted, and so which slots it may take.</summary>
internal enum DialKind
{
    /// <summary>Only frames of membership wait for it: probes and what spreads by and by.</summary>
    Background,

    /// <summary>The last dial to the same address failed.</summary>
    Retried,

    /// <summary>A frame of the application waits for it: a call or a rumor.</summary>
    Wanted,
}
