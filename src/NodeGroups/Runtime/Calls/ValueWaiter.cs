using System.Text.Json.Serialization.Metadata;
using System.Threading.Tasks.Sources;
using NodeGroups.Protocol;

namespace NodeGroups.Runtime;

/// <summary>A call that waits for its value, which is read where the waiting ends: no object of its own for
/// that.</summary>
internal sealed class ValueWaiter<TReply>(
    NodeRuntime runtime, Peer target, JsonTypeInfo<TReply> type, CancellationToken cancellationToken)
    : CallWaiter(runtime, cancellationToken), IValueTaskSource<TReply>
{
    /// <summary>Waits for the value; from now on a cancellation gives the call up.</summary>
    public ValueTask<TReply> WaitForValueAsync()
    {
        GiveUpWhenCancelled();
        return new ValueTask<TReply>(this, Version);
    }

    /// <exception cref="CallFailedException">The call failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The node stopped.</exception>
    TReply IValueTaskSource<TReply>.GetResult(short token) => Caller.ReadValue(ReadReply(token), target, type);
}
