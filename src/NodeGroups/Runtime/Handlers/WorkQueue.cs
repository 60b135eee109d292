using System.Collections.Concurrent;
using NodeGroups.Transport;

namespace NodeGroups.Runtime;

/// <summary>Runs user code on the thread pool, many short items for one hand-over. Thread-safe.</summary>
/// <remarks>
/// A worker takes items until none is left or its <see cref="Budget"/> is spent: what came together goes on together,
/// and half of a large batch is on its way while the other half is worked on. An item that blocks its thread, or works
/// for long, holds up others for two milliseconds at most: then <see cref="WorkWatch"/> asks for a further worker,
/// which asks for the next before it runs an item while others wait. What items leave behind for later (see
/// <see cref="Gathers"/>) is flushed at the beginning and at the end of each worker.
/// </remarks>
/// <typeparam name="T">The items.</typeparam>
internal sealed class WorkQueue<T> : IThreadPoolWorkItem
{
    public const int Budget = 32;

    private readonly ConcurrentQueue<T> _items = new();
    private readonly Action<T> _run;
    private readonly Action _flush;
    private readonly WorkWatch _watch;
    private int _requested;

    /// <summary>Creates an empty queue.</summary>
    /// <param name="run">Runs an item.</param>
    /// <param name="flush">Does what items have left behind.</param>
    public WorkQueue(Action<T> run, Action flush)
    {
        _run = run;
        _flush = flush;
        _watch = new WorkWatch(RequestWorker);
    }

    /// <summary>Whether the code that runs now is an item's that came with others, which may leave work behind; not
    /// once its worker was held up.</summary>
    public bool Gathers => _watch.IsPrompt;

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
        _flush();
        bool isWatched = false;
        try
        {
            for (int i = 0; i < Budget && _items.TryDequeue(out T? item); i++)
            {
                if (!isWatched && !_items.IsEmpty)
                {
                    isWatched = true;
                    _watch.Begin();
                }

                if (_watch.IsHeldUp)
                {
                    Start();
                }

                _run(item);
            }
        }
        finally
        {
            if (isWatched)
            {
                _watch.End();
            }

            _flush();
            Start();
        }
    }

    private void RequestWorker()
    {
        if (Volatile.Read(ref _requested) == 0 && Interlocked.Exchange(ref _requested, 1) == 0)
        {
            ThreadLease.Run(this);
        }
    }
}
