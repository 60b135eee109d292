using System.Collections.Concurrent;
using NodeGroups.Protocol;

namespace NodeGroups.Runtime;

/// <summary>The methods served on this node: by the node itself, or by a service of one group. Thread-safe.</summary>
/// <remarks>What is addressed through a group finds the group's own handler first, then the node's.</remarks>
internal sealed class HandlerTable
{
    public const string ReservedPrefix = "nodegroups.";

    private readonly ConcurrentDictionary<(GroupName Group, string Method), Handler> _handlers = new();
    private int _grouped;

    public IReadOnlyList<string> Methods
    {
        get
        {
            SortedSet<string> methods = new(StringComparer.Ordinal);
            foreach ((_, string method) in _handlers.Keys)
            {
                methods.Add(method);
            }

            return [.. methods];
        }
    }

    public static bool IsReserved(string method) => method.StartsWith(ReservedPrefix, StringComparison.Ordinal);

    public static void ThrowIfReserved(string method)
    {
        if (IsReserved(method))
        {
            throw new ArgumentException($"Names that begin with '{ReservedPrefix}' are the library's.", nameof(method));
        }
    }

    public Handler? Find(GroupName group, string method)
    {
        if (!group.IsNone && Volatile.Read(ref _grouped) > 0
            && _handlers.TryGetValue((group, method), out Handler? own))
        {
            return own;
        }

        return _handlers.GetValueOrDefault((default, method));
    }

    /// <summary>Says why there is no handler: no such method, or nothing at all of that service.</summary>
    public RawReply Explain(GroupName group, string method)
    {
        int dot = method.LastIndexOf('.');
        if (dot > 0)
        {
            string prefix = method[..(dot + 1)];
            bool served = false;
            foreach ((GroupName owner, string other) in _handlers.Keys)
            {
                served |= (owner.IsNone || owner == group) && other.StartsWith(prefix, StringComparison.Ordinal);
            }

            if (!served)
            {
                return new RawReply(
                    CallResult.UnknownService, $"No handler of service '{method[..dot]}' is here.", default);
            }
        }

        return new RawReply(CallResult.UnknownMethod, $"No handler serves '{method}'.", default);
    }

    /// <summary>Serves a method for the node, or for one group.</summary>
    public IDisposable Add(Handler handler, GroupName group = default)
    {
        if (!_handlers.TryAdd((group, handler.Method), handler))
        {
            string where = group.IsNone ? "" : $" in group '{group}'";
            throw new InvalidOperationException(
                $"The method '{handler.Method}' is served already{where}: dispose its registration first.");
        }

        if (!group.IsNone)
        {
            Interlocked.Increment(ref _grouped);
        }

        return new Registration(this, handler, group);
    }

    private sealed class Registration(HandlerTable table, Handler handler, GroupName group) : IDisposable
    {
        public void Dispose()
        {
            bool removed = table._handlers.TryRemove(new((group, handler.Method), handler));
            if (removed && !group.IsNone)
            {
                Interlocked.Decrement(ref table._grouped);
            }
        }
    }
}
