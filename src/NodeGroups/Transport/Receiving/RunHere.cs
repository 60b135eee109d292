using System.Runtime.CompilerServices;

namespace NodeGroups.Transport;

/// <summary>Awaited, it runs an item on this thread, while who awaits goes on on another one of the pool.</summary>
internal readonly struct RunHere(IThreadPoolWorkItem work) : ICriticalNotifyCompletion
{
    public bool IsCompleted => false;

    public RunHere GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation)
    {
        ThreadPool.UnsafeQueueUserWorkItem(static goOn => goOn(), continuation, preferLocal: false);
        work.Execute();
    }
}
