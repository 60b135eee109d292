using Microsoft.Extensions.Logging;
using NodeGroups.Protocol;
using NodeGroups.Transport;

namespace NodeGroups.Runtime;

/// <summary>Runs handlers on the thread pool: a bounded number at a time, a bounded number waiting, the rest refused
/// as busy.</summary>
internal sealed class HandlerDispatcher(NodeRuntime runtime, NodeOptions options, ILogger logger)
{
    private static readonly RawReply s_stopping = new(CallResult.Stopping, "The node is stopping.", default);

    private readonly Lock _lock = new();
    private readonly Queue<Invocation> _waiting = new();
    private readonly Dictionary<(NodeId Caller, ulong CallId), Invocation> _calls = [];
    private readonly HashSet<Invocation> _gossiped = [];
    private readonly WorkQueue<Invocation> _work = new(static invocation => invocation.Run(), runtime.Flush);
    private readonly RateLimitedLog _failures =
        new(options.TimeProvider, left => CallLog.FailuresLeftOut(logger, left));

    private TaskCompletionSource? _idle;
    private int _running;
    private long _refused;
    private bool _stopping;

    public HandlerTable Handlers { get; } = new();

    /// <inheritdoc cref="WorkQueue{T}.Gathers"/>
    public bool Gathers => _work.Gathers;

    public int Running => Volatile.Read(ref _running);

    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Gossiped invocations that were dropped: no handler, no room, or stopping.</summary>
    public long Dropped => Volatile.Read(ref _refused);

    private bool IsStopping
    {
        get
        {
            lock (_lock)
            {
                return _stopping;
            }
        }
    }

    public void Invoke(in Peer caller, CallRequest request)
    {
        if (Handlers.Find(request.Group, request.Method) is not { } handler)
        {
            RawReply missing = IsStopping ? s_stopping : Handlers.Explain(request.Group, request.Method);
            Refuse(caller, request.CallId, missing.Result, missing.ErrorText);
            return;
        }

        CallContext context = new(caller.Id, caller.Address, request.Group, request.Method, null);
        long expires = runtime.TurnStarted.Ticks + Math.Max(0, request.Timeout.Ticks);
        Invocation invocation =
            new(this, handler, context, request.CallId, request.Payload, request.TraceParent, expires);
        switch (Take(invocation))
        {
            case CallResult.Busy:
                Refuse(caller, request.CallId, CallResult.Busy, "The node has too many calls at work.");
                break;
            case CallResult.Stopping:
                Refuse(caller, request.CallId, s_stopping.Result, s_stopping.ErrorText);
                break;
        }
    }

    public void Invoke(RumorMessage rumor, NodeAddress origin)
    {
        if (Handlers.Find(rumor.Group, rumor.Topic) is not { } handler)
        {
            Interlocked.Increment(ref _refused);
            return;
        }

        CallContext context = new(rumor.Origin, origin, rumor.Group, rumor.Topic, rumor.Id);
        Invocation invocation = new(this, handler, context, 0, rumor.Payload, string.Empty, long.MaxValue);
        if (Take(invocation) != CallResult.Replied)
        {
            Interlocked.Increment(ref _refused);
        }
    }

    public void Cancel(in Peer caller, ulong callId)
    {
        Invocation? invocation;
        lock (_lock)
        {
            _calls.Remove((caller.Id, callId), out invocation);
        }

        if (invocation is not null)
        {
            // Callbacks of the token are user code: never on the loop.
            ThreadPool.UnsafeQueueUserWorkItem(static cancelled => cancelled.Cancel(), invocation, preferLocal: false);
        }
    }

    /// <summary>Has the invocations run that the present turn of the loop brought.</summary>
    public void StartHeld() => _work.Start();

    public bool IsExpired(long expires) => expires != long.MaxValue && runtime.Now.Ticks > expires;

    public void HandlerFailed(string method, in CallContext context, Exception exception, bool cancelled)
    {
        if (cancelled)
        {
            return;
        }

        RuntimeDiagnostics.HandlerFailed(method);
        if (_failures.TryAcquire())
        {
            CallLog.HandlerFailed(logger, method, context.Caller, exception);
        }
    }

    /// <summary>Tells whoever runs this node what others want of it in vain.</summary>
    public void Refused(string method, in CallContext context, string problem)
    {
        if (_failures.TryAcquire())
        {
            CallLog.Refused(logger, method, context.Caller, problem);
        }
    }

    public void Completed(Invocation invocation, in RawReply reply)
    {
        Invocation? next = null;
        TaskCompletionSource? idle = null;
        int running;
        lock (_lock)
        {
            running = _running;
            if (invocation.IsCall)
            {
                _calls.Remove(invocation.Key);
            }
            else
            {
                _gossiped.Remove(invocation);
            }

            if (!_waiting.TryDequeue(out next) && --_running == 0)
            {
                idle = _idle;
            }
        }

        if (invocation.IsCall)
        {
            bool fits = reply.Payload.Length <= runtime.PayloadLimit;
            CompleteInvocation completion = fits
                ? new(invocation.Caller, invocation.CallId, reply.Result, reply.ErrorText, reply.Payload)
                : new(
                    invocation.Caller,
                    invocation.CallId,
                    CallResult.HandlerFailed,
                    "The value is too large for a frame.",
                    default);
            runtime.Post(completion, running);
        }

        if (next is not null)
        {
            _work.Enqueue(next);
        }

        idle?.TrySetResult();
    }

    /// <summary>Takes no more; completes when no handler runs.</summary>
    public Task StopAsync()
    {
        lock (_lock)
        {
            _stopping = true;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_running == 0)
            {
                _idle.TrySetResult();
            }

            return _idle.Task;
        }
    }

    public void CancelAll()
    {
        Invocation[] active;
        lock (_lock)
        {
            _stopping = true;
            _waiting.Clear();
            active = [.. _calls.Values, .. _gossiped];
        }

        foreach (Invocation invocation in active)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static cancelled => cancelled.Cancel(), invocation, preferLocal: false);
        }
    }

    private CallResult Take(Invocation invocation)
    {
        lock (_lock)
        {
            if (_stopping)
            {
                return CallResult.Stopping;
            }

            bool runs = _running < options.HandlerConcurrencyLimit;
            if (!runs && _waiting.Count >= options.HandlerQueueLimit)
            {
                return CallResult.Busy;
            }

            if (invocation.IsCall)
            {
                _calls[invocation.Key] = invocation;
            }
            else
            {
                _gossiped.Add(invocation);
            }

            if (!runs)
            {
                _waiting.Enqueue(invocation);
                return CallResult.Replied;
            }

            _running++;
        }

        _work.Hold(invocation);
        return CallResult.Replied;
    }

    private void Refuse(in Peer caller, ulong callId, CallResult result, string text) =>
        runtime.Post(new CompleteInvocation(caller, callId, result, text, default));
}
