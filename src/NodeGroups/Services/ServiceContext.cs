using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NodeGroups.Runtime;

namespace NodeGroups;

/// <summary>What a service gets to set itself up for one group on one node. Thread-safe.</summary>
public sealed class ServiceContext
{
    private readonly Lock _lock = new();
    private readonly ServiceHandlers _handlers;
    private readonly List<Func<ValueTask>> _undo = [];
    private bool _removed;

    internal ServiceContext(Node node, IGroup group, ServiceData service)
    {
        Node = node;
        Group = group;
        Service = service.Name;
        Configuration = service.Configuration;
        GroupName owner = group.Name.IsReserved ? default : group.Name;
        _handlers = new ServiceHandlers(node.Runtime.Dispatcher.Handlers, owner, service.Name);
    }

    /// <summary>Gets the node.</summary>
    public INode Node { get; }

    /// <summary>Gets the group that the service is active for.</summary>
    public IGroup Group { get; }

    /// <summary>Gets the name under which the service is offered.</summary>
    public string Service { get; }

    /// <summary>Gets the configuration value given at the activation; null or undefined when none was.</summary>
    public JsonElement Configuration { get; }

    /// <summary>Reads the configuration.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="type">How it is written.</param>
    /// <returns>The configuration, or the default value when none was given.</returns>
    /// <exception cref="JsonException">The configuration is not such a value; let it through, so that the activation
    /// fails on this member.</exception>
    public T? ReadConfiguration<T>(JsonTypeInfo<T> type) =>
        Configuration.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null
            ? default
            : Configuration.Deserialize(type);

    /// <summary>Reads the configuration, with JSON metadata found by reflection.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="options">How values are written; null for the library's defaults, which take names in any
    /// case.</param>
    /// <returns>The configuration, or the default value when none was given.</returns>
    /// <exception cref="JsonException">The configuration is not such a value; let it through, so that the activation
    /// fails on this member.</exception>
    [RequiresUnreferencedCode(ReflectionJson.Message)]
    [RequiresDynamicCode(ReflectionJson.Message)]
    public T? ReadConfiguration<T>(JsonSerializerOptions? options = null) =>
        ReadConfiguration(ReflectionJson.GetTypeInfo<T>(options));

    /// <summary>Serves a method for this group until the service is removed: calls and gossiped invocations that are
    /// addressed through the group run it, before a handler of the node. For the built-in groups it serves the whole
    /// node.</summary>
    /// <typeparam name="TRequest">The argument's type.</typeparam>
    /// <typeparam name="TReply">The value's type.</typeparam>
    /// <param name="method">The method; by custom its name begins with the service's and a dot.</param>
    /// <param name="handler">See <see cref="INode.Handle"/>.</param>
    /// <exception cref="InvalidOperationException">The method is served already for this group, or the service was
    /// removed.</exception>
    /// <exception cref="ArgumentException">The method's name is one of the library's.</exception>
    public void Handle<TRequest, TReply>(
        RpcMethod<TRequest, TReply> method, Func<TRequest, CallContext, CancellationToken, ValueTask<TReply>> handler)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(handler);
        HandlerTable.ThrowIfReserved(method.Name);
        _handlers.Add(method, handler);
    }

    /// <summary>Serves a method that returns no value; see the other form.</summary>
    /// <typeparam name="TRequest">The argument's type.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="handler">See <see cref="INode.Handle"/>.</param>
    /// <exception cref="InvalidOperationException">The method is served already for this group, or the service was
    /// removed.</exception>
    public void Handle<TRequest>(
        RpcMethod<TRequest, Nothing> method, Func<TRequest, CallContext, CancellationToken, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Handle(method, async (request, call, cancellationToken) =>
        {
            await handler(request, call, cancellationToken).ConfigureAwait(false);
            return default(Nothing);
        });
    }

    /// <summary>Has something done when the service is removed, the group left or the node stopped; in reverse order,
    /// and also when setting up fails later on. Before, all its handlers are taken back, and those at work are waited
    /// for, at most two seconds.</summary>
    /// <param name="action">What to do; what it throws is logged.</param>
    /// <exception cref="InvalidOperationException">The service was removed.</exception>
    public void OnRemoved(Func<ValueTask> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        lock (_lock)
        {
            if (_removed)
            {
                throw new InvalidOperationException($"The service '{Service}' was removed.");
            }

            _undo.Add(action);
        }
    }

    /// <summary>Takes the handlers back and waits for those at work.</summary>
    /// <returns>False when some still run.</returns>
    internal Task<bool> EndHandlersAsync(TimeSpan timeout, TimeProvider time)
    {
        lock (_lock)
        {
            _removed = true;
        }

        return _handlers.EndAsync(timeout, time);
    }

    /// <summary>Does what was to be done at the removal, once; what an action throws goes to the given place.</summary>
    internal async ValueTask UndoAsync(Action<Exception> failed)
    {
        List<Func<ValueTask>> undo;
        lock (_lock)
        {
            undo = [.. _undo];
            _undo.Clear();
        }

        for (int i = undo.Count - 1; i >= 0; i--)
        {
            try
            {
                await undo[i]().ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                failed(exception);
            }
        }
    }
}
