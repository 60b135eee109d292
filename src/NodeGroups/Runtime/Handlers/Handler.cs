using NodeGroups.Protocol;

namespace NodeGroups.Runtime;

/// <summary>A registered handler with its types forgotten.</summary>
internal abstract class Handler(string method)
{
    public string Method { get; } = method;

    public abstract ValueTask<RawReply> RunAsync(
        ReadOnlyMemory<byte> payload, CallContext context, CancellationToken cancellationToken);
}

/// <summary>A registered handler.</summary>
internal sealed class Handler<TRequest, TReply>(
    RpcMethod<TRequest, TReply> method, Func<TRequest, CallContext, CancellationToken, ValueTask<TReply>> handler)
    : Handler(method.Name)
{
    public override async ValueTask<RawReply> RunAsync(
        ReadOnlyMemory<byte> payload, CallContext context, CancellationToken cancellationToken)
    {
        if (!JsonPayload.TryRead(payload, method.Request, out TRequest? request))
        {
            return new RawReply(CallResult.BadArgument, $"The argument is not a {typeof(TRequest).Name}.", default);
        }

        TReply reply = await handler(request!, context, cancellationToken).ConfigureAwait(false);
        return new RawReply(CallResult.Replied, string.Empty, JsonPayload.Write(reply, method.Reply));
    }
}
