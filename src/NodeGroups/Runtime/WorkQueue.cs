using System.Collections.Concurrent;

namespace NodeGroups.Runtime;

/// <summary>Runs user code on the thread pool, many short items for one hand-over. Thread-safe.</summary>
/// <remarks>
/// A worker takes items until none is left or its <see cref="Budget"/> is spent. Before it runs an item while others
/// wait it sees to it that one further worker is asked for, so an item that blocks its thread holds up only itself.
/// What items leave behind for later (see <see cref="Gathers"/>) is flushed at the
/// beginning and at the end of each worker.
/// </remarks>
/// <typeparam name="T">The items.</typeparam>
/// <param name="run">Runs an item.</param>
/// <param name="flush">Does what items have left behind.</param>
internal sealed class WorkQueue<T>(Action<T> run, Action flush) : IThreadPoolWorkItem
{
    public const int Budget = 64;

    [ThreadStatic]
    private static WorkQueue<T>? t_current;

    private readonly ConcurrentQueue<T> _items = new();
    private int _requested;

    /// <summary>Whether the code that runs now is an item's, and a further worker is on its way that flushes even if
    /// this one is blocked: then it may leave work behind. Ask again after having left it.</summary>
    public bool Gathers => t_current == this && Volatile.Read(ref _requested) != 0;

    /// <summary>Has an item run soon, never before this returns.</summary>
    public void Enqueue(T item)
    {
        Hold(item);
        RequestWorker();
    }

    /// <summary>Has an item run when <see cref="Start"/> is called: a worker that begins earlier takes few of
    /// many.</summary>
    public void Hold(T item) => _items.Enqueue(item);

    /// <summary>Has run what is held.</summary>
    public void Start()
    {
        if (!_items.IsEmpty)
        {
            RequestWorker();
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Exchange(ref _requested, 0);
        flush();
        t_current = this;
        try
        {
            for (int i = 0; i < Budget && _items.TryDequeue(out T? item); i++)
            {
                Start();
                run(item);
            }
        }
        finally
        {
            t_current = null;
            flush();
            Start();
        }
    }

    private void RequestWorker()
    {
        if (Volatile.Read(ref _requested) == 0 && Interlocked.Exchange(ref _requested, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }
}
