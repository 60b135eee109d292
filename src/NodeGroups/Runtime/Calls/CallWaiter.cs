using System.Threading.Tasks.Sources;
using NodeGroups.Protocol;

namespace NodeGroups.Runtime;

/// <summary>A call of this node that waits for its end: one object for all that is to be known of it.</summary>
/// <remarks>
/// Whoever waits goes on at once, on the thread that calls <see cref="End"/>: a worker of the ended calls. Its outcome
/// is read once.
/// </remarks>
internal class CallWaiter(NodeRuntime runtime, CancellationToken cancellationToken) : IValueTaskSource<RawReply>
{
    private readonly long _started = RuntimeDiagnostics.StartTiming();
    private ManualResetValueTaskSourceCore<Nothing> _outcome;
    private CancellationTokenRegistration _registration;

    public long Token { get; set; }

    /// <summary>How it ended, once it has.</summary>
    public RawReply Reply { get; set; }

    protected short Version => _outcome.Version;

    /// <summary>Waits for the end; from now on a cancellation gives the call up.</summary>
    public ValueTask<RawReply> WaitAsync()
    {
        GiveUpWhenCancelled();
        return new ValueTask<RawReply>(this, Version);
    }

    /// <summary>Lets whoever waits go on with <see cref="Reply"/>. Once.</summary>
    public void End() => _outcome.SetResult(default);

    RawReply IValueTaskSource<RawReply>.GetResult(short token) => ReadReply(token);

    public ValueTaskSourceStatus GetStatus(short token) => _outcome.GetStatus(token);

    public void OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _outcome.OnCompleted(continuation, state, token, flags);

    protected void GiveUpWhenCancelled() =>
        _registration = cancellationToken.UnsafeRegister(static state => ((CallWaiter)state!).Cancel(), this);

    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The node stopped.</exception>
    protected RawReply ReadReply(short token)
    {
        _outcome.GetResult(token);
        RawReply reply = Reply;
        _registration.Dispose();
        RuntimeDiagnostics.CallEnded(_started, reply.Result);
        if (reply.Result == CallResult.Cancelled)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ObjectDisposedException.ThrowIf(runtime.Stopped.IsCancellationRequested, typeof(INode));
        }

        return reply;
    }

    /// <summary>It still ends through the machine.</summary>
    private void Cancel() => runtime.Post(new CancelCall(Token));
}
