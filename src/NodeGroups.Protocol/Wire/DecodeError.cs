namespace NodeGroups.Protocol;

/// <summary>Why a frame was refused.</summary>
public enum DecodeError
{
    /// <summary>It was not refused.</summary>
    None = 0,

    /// <summary>The length is below the header's or not that of the bytes given.</summary>
    BadLength = 1,

    /// <summary>The checksum does not fit.</summary>
    BadChecksum = 2,

    /// <summary>The version is not one this build reads.</summary>
    BadVersion = 3,

    /// <summary>The message number is not known: skip and count it, a newer peer may send it.</summary>
    UnknownMessage = 4,

    /// <summary>The body ends too early, goes on too long, or breaks a limit or rule.</summary>
    BadBody = 5,
}
