using System.Collections.Concurrent;

namespace NodeGroups.Runtime;

/// <summary>Runs user code on the thread pool, many short items for one hand-over. Thread-safe.</summary>
/// <remarks>
/// A worker takes items until none is left or its <see cref="Budget"/> is spent. Before it runs an item while others
/// wait it sees to it that one further worker is asked for, so an item that blocks its thread holds up only itself.
/// </remarks>
/// <typeparam name="T">The items.</typeparam>
internal sealed class WorkQueue<T>(Action<T> run) : IThreadPoolWorkItem
{
    public const int Budget = 64;

    private readonly ConcurrentQueue<T> _items = new();
    private int _requested;

    /// <summary>Has an item run soon, never before this returns.</summary>
    public void Enqueue(T item)
    {
        _items.Enqueue(item);
        RequestWorker();
    }

    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Exchange(ref _requested, 0);
        for (int i = 0; i < Budget && _items.TryDequeue(out T? item); i++)
        {
            if (!_items.IsEmpty)
            {
                RequestWorker();
            }

            run(item);
        }

        if (!_items.IsEmpty)
        {
            RequestWorker();
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
