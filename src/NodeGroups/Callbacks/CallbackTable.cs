using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>The callbacks of one node by their secrets. Those that ended are remembered for a while, as many as may
/// live, so that a late caller hears why. Thread-safe.</summary>
internal sealed class CallbackTable(int limit)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, CallbackEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CallResult> _ended = new(StringComparer.Ordinal);
    private readonly Queue<string> _endedOrder = new();

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    public void Add(string secret, CallbackEntry entry, MonotonicTime now)
    {
        lock (_lock)
        {
            if (_entries.Count >= limit)
            {
                EndExpired(now);
            }

            if (_entries.Count >= limit)
            {
                throw new InvalidOperationException(
                    $"This node has {limit} remote callbacks (CallbackLimit): revoke some, or shorten their leases.");
            }

            _entries.Add(secret, entry);
        }
    }

    /// <summary>Finds a live callback, or says how it ended.</summary>
    public CallbackEntry? Find(string secret, MonotonicTime now, out CallResult missing)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(secret, out CallbackEntry? entry))
            {
                if (entry.Expires > now)
                {
                    missing = default;
                    return entry;
                }

                End(secret, CallResult.CallbackExpired);
            }

            missing = _ended.GetValueOrDefault(secret, CallResult.CallbackUnknown);
            return null;
        }
    }

    public bool Renew(string secret, MonotonicTime now, MonotonicTime expires)
    {
        lock (_lock)
        {
            if (Find(secret, now, out _) is not { } entry)
            {
                return false;
            }

            entry.Expires = expires;
            return true;
        }
    }

    public bool Revoke(string secret, MonotonicTime now)
    {
        lock (_lock)
        {
            if (Find(secret, now, out _) is null)
            {
                return false;
            }

            End(secret, CallResult.CallbackRevoked);
            return true;
        }
    }

    /// <summary>Lets go of functions whose lease has run out.</summary>
    public void EndExpired(MonotonicTime now)
    {
        lock (_lock)
        {
            List<string> expired = [];
            foreach ((string secret, CallbackEntry entry) in _entries)
            {
                if (entry.Expires <= now)
                {
                    expired.Add(secret);
                }
            }

            foreach (string secret in expired)
            {
                End(secret, CallResult.CallbackExpired);
            }
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
        }
    }

    private void End(string secret, CallResult how)
    {
        _entries.Remove(secret);
        _ended[secret] = how;
        _endedOrder.Enqueue(secret);
        if (_endedOrder.Count > limit)
        {
            _ended.Remove(_endedOrder.Dequeue());
        }
    }
}
