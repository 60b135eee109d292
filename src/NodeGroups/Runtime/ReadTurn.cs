namespace NodeGroups.Runtime;

/// <summary>When an item of a <see cref="Mailbox{T}"/> is read that finds the reader idle.</summary>
internal enum ReadTurn
{
    /// <summary>At once, by the poster: the shortest way for a lone item.</summary>
    Now,

    /// <summary>Soon, on the thread pool, together with what is posted in the meantime: cheaper when much
    /// comes.</summary>
    Soon,

    /// <summary>When the poster flushes, which it must do before it waits for anything.</summary>
    AtFlush,
}
