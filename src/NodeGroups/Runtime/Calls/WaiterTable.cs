namespace NodeGroups.Runtime;

/// <summary>Hands out tokens for those who wait for an answer of the loop, and finds them again. Thread-safe.</summary>
/// <remarks>A token is a slot and the slot's use count, so that a late answer never finds the slot's next
/// user.</remarks>
internal sealed class WaiterTable<T>
    where T : class
{
    private readonly Lock _lock = new();
    private readonly Stack<int> _free = [];
    private T?[] _waiters = new T?[64];
    private uint[] _uses = new uint[64];
    private int _count;
    private int _waiting;

    /// <summary>How many wait.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public long Add(T waiter)
    {
        lock (_lock)
        {
            if (!_free.TryPop(out int slot))
            {
                slot = _count++;
                if (slot == _waiters.Length)
                {
                    Array.Resize(ref _waiters, slot * 2);
                    Array.Resize(ref _uses, slot * 2);
                }
            }

            _waiting++;
            _waiters[slot] = waiter;
            uint use = ++_uses[slot] & 0x7FFF_FFFF;
            return ((long)use << 32) | (uint)slot;
        }
    }

    public T? Remove(long token)
    {
        int slot = (int)(token & 0xFFFF_FFFF);
        uint use = (uint)(token >> 32);
        lock (_lock)
        {
            if (slot < 0 || slot >= _count || (_uses[slot] & 0x7FFF_FFFF) != use || _waiters[slot] is not { } waiter)
            {
                return null;
            }

            _waiting--;
            _waiters[slot] = null;
            _free.Push(slot);
            return waiter;
        }
    }

    public List<T> RemoveAll()
    {
        lock (_lock)
        {
            List<T> all = [];
            for (int slot = 0; slot < _count; slot++)
            {
                if (_waiters[slot] is { } waiter)
                {
                    all.Add(waiter);
                    _waiters[slot] = null;
                    _free.Push(slot);
                }
            }

            _waiting = 0;
            return all;
        }
    }
}
