namespace NodeGroups.Transport;

/// <summary>What a connection's writer does next.</summary>
internal enum WriteStep
{
    /// <summary>Nothing waits: the writer ends.</summary>
    Idle = 0,

    /// <summary>Write a chunk of frames.</summary>
    Chunk = 1,

    /// <summary>Write the goodbye and close this direction.</summary>
    Goodbye = 2,
}
