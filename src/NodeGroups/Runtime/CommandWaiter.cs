namespace NodeGroups.Runtime;

/// <summary>Waits, on the thread that asked, until the loop has carried out a command: microseconds, as the loop
/// never blocks.</summary>
internal sealed class CommandWaiter
{
    private readonly TaskCompletionSource _done = new();

    public void Complete(Exception? failure)
    {
        if (failure is null)
        {
            _done.TrySetResult();
        }
        else
        {
            _done.TrySetException(new InvalidOperationException("The node could not carry out the command.", failure));
        }
    }

    public void Wait() => _done.Task.GetAwaiter().GetResult();
}
