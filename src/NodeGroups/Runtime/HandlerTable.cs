using System.Collections.Concurrent;

namespace NodeGroups.Runtime;

/// <summary>The methods served on this node. Thread-safe.</summary>
internal sealed class HandlerTable
{
    public const string ReservedPrefix = "nodegroups.";

    private readonly ConcurrentDictionary<string, Handler> _handlers = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Methods
    {
        get
        {
            string[] methods = [.. _handlers.Keys];
            Array.Sort(methods, StringComparer.Ordinal);
            return methods;
        }
    }

    public Handler? Find(string method) => _handlers.GetValueOrDefault(method);

    public IDisposable Add(Handler handler)
    {
        if (!_handlers.TryAdd(handler.Method, handler))
        {
            throw new InvalidOperationException($"The method '{handler.Method}' is served already: dispose its registration first.");
        }

        return new Registration(this, handler);
    }

    private sealed class Registration(HandlerTable table, Handler handler) : IDisposable
    {
        public void Dispose() => table._handlers.TryRemove(new KeyValuePair<string, Handler>(handler.Method, handler));
    }
}
