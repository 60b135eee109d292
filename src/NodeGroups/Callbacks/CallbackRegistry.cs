using System.Text.Json.Serialization.Metadata;
using NodeGroups.Protocol;
using NodeGroups.Runtime;

namespace NodeGroups;

/// <summary>The callbacks of one node.</summary>
internal sealed class CallbackRegistry : ICallbackRegistry, IDisposable
{
    public const string MethodName = "nodegroups.callbacks.invoke";

    private static readonly TimeSpan s_cleanInterval = TimeSpan.FromSeconds(30);

    private readonly Node _node;
    private readonly CallbackTable _table;
    private readonly ITimer _cleaning;

    public CallbackRegistry(Node node, NodeOptions options)
    {
        _node = node;
        _table = new CallbackTable(options.CallbackLimit);
        node.Runtime.Dispatcher.Handlers.Add(new InvokeHandler(this));
        _cleaning = options.TimeProvider.CreateTimer(
            static state => ((CallbackRegistry)state!).Clean(), this, s_cleanInterval, s_cleanInterval);
    }

    public int Count => _table.Count;

    private MonotonicTime Now => _node.Runtime.Now;

    public RemoteCallback<TRequest, TReply> Create<TRequest, TReply>(
        Func<TRequest, CallContext, CancellationToken, ValueTask<TReply>> handler,
        JsonTypeInfo<TRequest> request,
        JsonTypeInfo<TReply> reply,
        TimeSpan? lease = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(reply);
        _node.ThrowIfStopping();
        MonotonicTime now = Now;
        CallbackToken token = CallbackToken.Create(_node);
        CallbackEntry entry = new CallbackEntry<TRequest, TReply>(handler, request, reply)
        {
            Expires = now + Lease(lease),
        };
        _table.Add(token.Secret, entry, now);
        return new RemoteCallback<TRequest, TReply>(token);
    }

    public ValueTask<TReply> InvokeAsync<TRequest, TReply>(
        RemoteCallback<TRequest, TReply> callback,
        TRequest request,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TReply> replyType,
        CallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(callback);
        ArgumentNullException.ThrowIfNull(requestType);
        ArgumentNullException.ThrowIfNull(replyType);
        _node.ThrowIfStopped();
        CallOptions chosen = options ?? CallOptions.Default;
        chosen.Validate();
        byte[] payload = CallbackPayload.Write(callback.Parts.Secret, request, requestType);
        _node.Caller.ThrowIfTooLarge(payload, nameof(request));
        Peer owner = new(callback.Parts.Owner, callback.Parts.Address);
        OutgoingCall call = new(owner, default, MethodName, payload, chosen.Timeout);
        return _node.Caller.CallAsync(call, replyType, cancellationToken);
    }

    public bool Renew(string token, TimeSpan? lease = null)
    {
        CallbackToken parts = CallbackToken.Parse(token);
        TimeSpan chosen = Lease(lease);
        MonotonicTime now = Now;
        return parts.Owner == _node.Id && _table.Renew(parts.Secret, now, now + chosen);
    }

    public bool Revoke(string token)
    {
        CallbackToken parts = CallbackToken.Parse(token);
        return parts.Owner == _node.Id && _table.Revoke(parts.Secret, Now);
    }

    public void Dispose()
    {
        _cleaning.Dispose();
        _table.Clear();
    }

    private void Clean() => _table.EndExpired(Now);

    private TimeSpan Lease(TimeSpan? lease)
    {
        TimeSpan chosen = lease ?? _node.Runtime.Options.CallbackLease;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(chosen, TimeSpan.Zero, nameof(lease));
        return chosen;
    }

    private sealed class InvokeHandler(CallbackRegistry registry) : Handler(MethodName)
    {
        public override ValueTask<RawReply> RunAsync(
            ReadOnlyMemory<byte> payload, CallContext context, CancellationToken cancellationToken)
        {
            if (!CallbackPayload.TryReadSecret(payload, out string? secret))
            {
                RawReply bad = new(CallResult.BadArgument, "The argument does not begin with a token.", default);
                return ValueTask.FromResult(bad);
            }

            return registry._table.Find(secret, registry.Now, out CallResult missing) is { } entry
                ? entry.RunAsync(payload, context, cancellationToken)
                : ValueTask.FromResult(new RawReply(missing, Explain(missing), default));
        }

        private static string Explain(CallResult missing) => missing switch
        {
            CallResult.CallbackExpired => "The callback's lease has run out.",
            CallResult.CallbackRevoked => "The callback was revoked.",
            _ => "This node has no such callback.",
        };
    }
}
