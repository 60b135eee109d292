using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;

namespace NodeGroups;

/// <summary>Makes remote callbacks and calls them.</summary>
public static class CallbackExtensions
{
    /// <summary>Makes a callback that returns no value.</summary>
    /// <typeparam name="T">The argument's type.</typeparam>
    /// <param name="node">The node that owns the function.</param>
    /// <param name="handler">The function; closures are welcome.</param>
    /// <param name="type">How the argument is written.</param>
    /// <param name="lease">See <see cref="ICallbackRegistry.Create"/>.</param>
    /// <returns>The callback, live on return. End it with <c>node.Callbacks.Revoke(callback.Token)</c>.</returns>
    /// <exception cref="InvalidOperationException"><see cref="NodeOptions.CallbackLimit"/> is reached.</exception>
    public static RemoteCallback<T> CreateCallback<T>(
        this INode node,
        Func<T, CallContext, CancellationToken, ValueTask> handler,
        JsonTypeInfo<T> type,
        TimeSpan? lease = null)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(handler);
        RemoteCallback<T, Nothing> valued = node.Callbacks.Create(
            async (value, call, cancellationToken) =>
            {
                await handler(value, call, cancellationToken).ConfigureAwait(false);
                return default(Nothing);
            },
            type,
            LibraryJson.Default.Nothing,
            lease);
        return new RemoteCallback<T>(valued.Parts);
    }

    /// <summary>Makes a callback whose JSON metadata is found by reflection: not for trimmed or natively compiled
    /// programs.</summary>
    /// <typeparam name="T">The argument's type.</typeparam>
    /// <param name="node">The node that owns the function.</param>
    /// <param name="handler">The function; closures are welcome.</param>
    /// <param name="lease">See <see cref="ICallbackRegistry.Create"/>.</param>
    /// <returns>The callback, live on return.</returns>
    /// <exception cref="InvalidOperationException"><see cref="NodeOptions.CallbackLimit"/> is reached.</exception>
    [RequiresUnreferencedCode(ReflectionJson.Message)]
    [RequiresDynamicCode(ReflectionJson.Message)]
    public static RemoteCallback<T> CreateCallback<T>(
        this INode node, Func<T, CallContext, CancellationToken, ValueTask> handler, TimeSpan? lease = null) =>
        node.CreateCallback(handler, ReflectionJson.GetTypeInfo<T>(null), lease);

    /// <summary>Makes a callback that returns a value, its JSON metadata found by reflection: not for trimmed or
    /// natively compiled programs, which use <see cref="ICallbackRegistry.Create"/>.</summary>
    /// <typeparam name="TRequest">The argument's type.</typeparam>
    /// <typeparam name="TReply">The value's type.</typeparam>
    /// <param name="node">The node that owns the function.</param>
    /// <param name="handler">The function; closures are welcome.</param>
    /// <param name="lease">See <see cref="ICallbackRegistry.Create"/>.</param>
    /// <returns>The callback, live on return.</returns>
    /// <exception cref="InvalidOperationException"><see cref="NodeOptions.CallbackLimit"/> is reached.</exception>
    [RequiresUnreferencedCode(ReflectionJson.Message)]
    [RequiresDynamicCode(ReflectionJson.Message)]
    public static RemoteCallback<TRequest, TReply> CreateCallback<TRequest, TReply>(
        this INode node,
        Func<TRequest, CallContext, CancellationToken, ValueTask<TReply>> handler,
        TimeSpan? lease = null)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Callbacks.Create(
            handler, ReflectionJson.GetTypeInfo<TRequest>(null), ReflectionJson.GetTypeInfo<TReply>(null), lease);
    }

    /// <summary>Calls a callback that returns no value; complete when its function has run.</summary>
    /// <typeparam name="T">The argument's type.</typeparam>
    /// <param name="node">This node.</param>
    /// <param name="callback">The callback, of this or another node.</param>
    /// <param name="value">The argument.</param>
    /// <param name="type">How the argument is written.</param>
    /// <param name="options">The time-out; null for <see cref="CallOptions.Default"/>.</param>
    /// <param name="cancellationToken">Gives up the call and cancels the function.</param>
    /// <returns>A task that ends when the function has run.</returns>
    /// <exception cref="CallFailedException">It did not run to its end; see
    /// <see cref="ICallbackRegistry.InvokeAsync"/>.</exception>
    public static async ValueTask InvokeAsync<T>(
        this INode node,
        RemoteCallback<T> callback,
        T value,
        JsonTypeInfo<T> type,
        CallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(callback);
        RemoteCallback<T, Nothing> valued = new(callback.Parts);
        await node.Callbacks
            .InvokeAsync(valued, value, type, LibraryJson.Default.Nothing, options, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Calls a callback that returns no value, its JSON metadata found by reflection: not for trimmed or
    /// natively compiled programs.</summary>
    /// <typeparam name="T">The argument's type.</typeparam>
    /// <param name="node">This node.</param>
    /// <param name="callback">The callback, of this or another node.</param>
    /// <param name="value">The argument.</param>
    /// <param name="options">The time-out; null for <see cref="CallOptions.Default"/>.</param>
    /// <param name="cancellationToken">Gives up the call and cancels the function.</param>
    /// <returns>A task that ends when the function has run.</returns>
    /// <exception cref="CallFailedException">It did not run to its end.</exception>
    [RequiresUnreferencedCode(ReflectionJson.Message)]
    [RequiresDynamicCode(ReflectionJson.Message)]
    public static ValueTask InvokeAsync<T>(
        this INode node,
        RemoteCallback<T> callback,
        T value,
        CallOptions? options = null,
        CancellationToken cancellationToken = default) =>
        node.InvokeAsync(callback, value, ReflectionJson.GetTypeInfo<T>(null), options, cancellationToken);

    /// <summary>Calls a callback that returns a value, its JSON metadata found by reflection: not for trimmed or
    /// natively compiled programs, which use <see cref="ICallbackRegistry.InvokeAsync"/>.</summary>
    /// <typeparam name="TRequest">The argument's type.</typeparam>
    /// <typeparam name="TReply">The value's type.</typeparam>
    /// <param name="node">This node.</param>
    /// <param name="callback">The callback, of this or another node.</param>
    /// <param name="request">The argument.</param>
    /// <param name="options">The time-out; null for <see cref="CallOptions.Default"/>.</param>
    /// <param name="cancellationToken">Gives up the call and cancels the function.</param>
    /// <returns>The function's value.</returns>
    /// <exception cref="CallFailedException">No value came.</exception>
    [RequiresUnreferencedCode(ReflectionJson.Message)]
    [RequiresDynamicCode(ReflectionJson.Message)]
    public static ValueTask<TReply> InvokeAsync<TRequest, TReply>(
        this INode node,
        RemoteCallback<TRequest, TReply> callback,
        TRequest request,
        CallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Callbacks.InvokeAsync(
            callback,
            request,
            ReflectionJson.GetTypeInfo<TRequest>(null),
            ReflectionJson.GetTypeInfo<TReply>(null),
            options,
            cancellationToken);
    }
}
