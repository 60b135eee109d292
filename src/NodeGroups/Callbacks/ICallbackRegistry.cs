using System.Text.Json.Serialization.Metadata;
using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>The remote callbacks of one node, and the way to call those of others. Thread-safe.</summary>
/// <remarks>Use <see cref="CallbackExtensions"/> for the shorter forms.</remarks>
public interface ICallbackRegistry
{
    /// <summary>Makes a callback of a function, closures included. Two callbacks never share anything.</summary>
    /// <typeparam name="TRequest">The argument's type.</typeparam>
    /// <typeparam name="TReply">The value's type.</typeparam>
    /// <param name="handler">The function; runs like any handler, see <see cref="INode.Handle"/>.</param>
    /// <param name="request">How the argument is written.</param>
    /// <param name="reply">How the value is written.</param>
    /// <param name="lease">
    /// How long it can be called unless it is renewed; null for <see cref="NodeOptions.CallbackLease"/>.
    /// </param>
    /// <returns>The callback, live on return.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lease"/> is not above zero.</exception>
    /// <exception cref="InvalidOperationException"><see cref="NodeOptions.CallbackLimit"/> is reached.</exception>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    RemoteCallback<TRequest, TReply> Create<TRequest, TReply>(
        Func<TRequest, CallContext, CancellationToken, ValueTask<TReply>> handler,
        JsonTypeInfo<TRequest> request,
        JsonTypeInfo<TReply> reply,
        TimeSpan? lease = null);

    /// <summary>Calls a callback, wherever it lives: an ordinary call, with a time-out and an outcome.</summary>
    /// <typeparam name="TRequest">The argument's type.</typeparam>
    /// <typeparam name="TReply">The value's type.</typeparam>
    /// <param name="callback">The callback.</param>
    /// <param name="request">The argument.</param>
    /// <param name="requestType">How the argument is written.</param>
    /// <param name="replyType">How the value is written.</param>
    /// <param name="options">The time-out; null for <see cref="CallOptions.Default"/>.</param>
    /// <param name="cancellationToken">Gives up the call and cancels the function.</param>
    /// <returns>The function's value.</returns>
    /// <exception cref="CallFailedException">
    /// No value came. The reason of its error is <see cref="CallResult.CallbackExpired"/>,
    /// <see cref="CallResult.CallbackRevoked"/> or <see cref="CallResult.CallbackUnknown"/> where the callback has
    /// ended.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    ValueTask<TReply> InvokeAsync<TRequest, TReply>(
        RemoteCallback<TRequest, TReply> callback,
        TRequest request,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TReply> replyType,
        CallOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>Begins a new lease of a callback of this node.</summary>
    /// <param name="token">The callback's token.</param>
    /// <param name="lease">How long from now; null for <see cref="NodeOptions.CallbackLease"/>.</param>
    /// <returns>False when it is not a callback of this node, or has ended.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lease"/> is not above zero.</exception>
    bool Renew(string token, TimeSpan? lease = null);

    /// <summary>Ends a callback of this node: later calls are answered with
    /// <see cref="CallResult.CallbackRevoked"/>; running ones go on.</summary>
    /// <param name="token">The callback's token.</param>
    /// <returns>False when it is not a callback of this node, or has ended.</returns>
    bool Revoke(string token);
}
