using NodeGroups.Protocol;
using NodeGroups.Runtime;

namespace NodeGroups;

/// <summary>The handlers of one service for one group, and how many of their runs are at work. Thread-safe.</summary>
internal sealed class ServiceHandlers(HandlerTable table, GroupName owner, string service)
{
    private readonly Lock _lock = new();
    private readonly List<IDisposable> _registrations = [];
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _atWork;
    private bool _ended;

    /// <exception cref="InvalidOperationException">The method is served already, or the service was
    /// removed.</exception>
    public void Add<TRequest, TReply>(
        RpcMethod<TRequest, TReply> method, Func<TRequest, CallContext, CancellationToken, ValueTask<TReply>> handler)
    {
        lock (_lock)
        {
            if (_ended)
            {
                throw new InvalidOperationException($"The service '{service}' was removed.");
            }

            _registrations.Add(table.Add(new Handler<TRequest, TReply>(method, RunAsync), owner));
        }

        async ValueTask<TReply> RunAsync(TRequest request, CallContext call, CancellationToken cancellationToken)
        {
            Begin(method.Name);
            try
            {
                return await handler(request, call, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                End();
            }
        }
    }

    /// <summary>Takes all handlers back and waits for the runs at work.</summary>
    /// <returns>False when some are still at work after the time-out.</returns>
    public async Task<bool> EndAsync(TimeSpan timeout, TimeProvider time)
    {
        lock (_lock)
        {
            _ended = true;
            foreach (IDisposable registration in _registrations)
            {
                registration.Dispose();
            }

            _registrations.Clear();
            if (_atWork == 0)
            {
                _idle.TrySetResult();
            }
        }

        try
        {
            await _idle.Task.WaitAsync(timeout, time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <exception cref="CallRefusedException">The service was removed while the call waited for its turn.</exception>
    private void Begin(string method)
    {
        lock (_lock)
        {
            if (_ended)
            {
                throw new CallRefusedException(CallResult.UnknownMethod, $"No handler serves '{method}' any more.");
            }

            _atWork++;
        }
    }

    private void End()
    {
        lock (_lock)
        {
            if (--_atWork == 0 && _ended)
            {
                _idle.TrySetResult();
            }
        }
    }
}
