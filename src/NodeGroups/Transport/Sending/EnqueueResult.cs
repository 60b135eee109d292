namespace NodeGroups.Transport;

/// <summary>What became of a frame given to a peer.</summary>
internal enum EnqueueResult
{
    /// <summary>It is queued, or dropped and counted.</summary>
    Done = 0,

    /// <summary>The queue is full: wait for room and try again.</summary>
    Full = 1,

    /// <summary>Another peer has taken over: look it up again.</summary>
    Moved = 2,
}
