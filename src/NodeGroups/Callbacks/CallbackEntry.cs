using System.Text.Json.Serialization.Metadata;
using NodeGroups.Protocol;
using NodeGroups.Runtime;

namespace NodeGroups;

/// <summary>One callback of this node with its types forgotten.</summary>
internal abstract class CallbackEntry
{
    /// <summary>Guarded by the table.</summary>
    public MonotonicTime Expires { get; set; }

    public abstract ValueTask<RawReply> RunAsync(
        ReadOnlyMemory<byte> payload, CallContext context, CancellationToken cancellationToken);
}

/// <summary>One callback of this node.</summary>
internal sealed class CallbackEntry<TRequest, TReply>(
    Func<TRequest, CallContext, CancellationToken, ValueTask<TReply>> handler,
    JsonTypeInfo<TRequest> requestType,
    JsonTypeInfo<TReply> replyType) : CallbackEntry
{
    public override async ValueTask<RawReply> RunAsync(
        ReadOnlyMemory<byte> payload, CallContext context, CancellationToken cancellationToken)
    {
        if (!CallbackPayload.TryReadValue(payload, requestType, out TRequest? request))
        {
            return new RawReply(CallResult.BadArgument, $"The argument is not a {typeof(TRequest).Name}.", default);
        }

        TReply reply = await handler(request!, context, cancellationToken).ConfigureAwait(false);
        return new RawReply(CallResult.Replied, string.Empty, JsonPayload.Write(reply, replyType));
    }
}
