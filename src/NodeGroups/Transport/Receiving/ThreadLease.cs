namespace NodeGroups.Transport;

/// <summary>Lets a thread that has brought others work do it itself, while its own duty goes on elsewhere.</summary>
/// <remarks>What it has just read is in the caches of its processor; what it has not read yet is in nobody's.</remarks>
internal static class ThreadLease
{
    [ThreadStatic]
    private static bool t_isOpen;

    [ThreadStatic]
    private static IThreadPoolWorkItem? t_work;

    /// <summary>From now on this thread takes on one item of work. <see cref="Close"/> must follow before it waits or
    /// returns.</summary>
    /// <remarks>Only a thread of the pool does: on any other, the work may hold up more than its own.</remarks>
    public static void Open() => t_isOpen = Thread.CurrentThread.IsThreadPoolThread;

    /// <summary>Gives this thread an item to run soon; on the pool's threads where it takes none on.</summary>
    public static void Run(IThreadPoolWorkItem work)
    {
        if (t_isOpen)
        {
            t_isOpen = false;
            t_work = work;
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);
        }
    }

    /// <summary>Takes on no more.</summary>
    /// <returns>What was taken on, to be run now; null when nothing was.</returns>
    public static IThreadPoolWorkItem? Close()
    {
        t_isOpen = false;
        IThreadPoolWorkItem? work = t_work;
        t_work = null;
        return work;
    }
}
