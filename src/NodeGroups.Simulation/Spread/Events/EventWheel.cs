using System.Runtime.CompilerServices;

namespace NodeGroups.Simulation.Spread;

/// <summary>The pending events of one trial, by whole ticks; within a tick in a fixed order.</summary>
/// <remarks>
/// One list for each tick of a ring of 4096, made of small chunks that are used again, so that nothing is sorted and
/// nothing is allocated once enough chunks are there: first in, first out. Chunks lie side by side in a few large
/// arrays: a chunk of its own in memory would cost a look at its length, far from where is written, with each event.
/// What lies further ahead waits in a list that is looked through once in a turn of the ring, and then comes behind
/// what is there.
/// </remarks>
/// <typeparam name="T">An event; small, as it is copied.</typeparam>
internal sealed class EventWheel<T>
    where T : struct
{
    private const int ChunkBits = 6;
    private const int ChunkLength = 1 << ChunkBits;
    private const int SegmentBits = 16;
    private const int SegmentLength = 1 << SegmentBits;
    private const int TurnTicks = 4096;

    private readonly Slot[] _slots = new Slot[TurnTicks];
    private readonly List<(long Tick, T Event)> _later = [];
    private T[][] _segments = [];
    private int[] _next = [];
    private int _chunkCount;
    private int _free = -1;
    private int _read;

    /// <summary>Gets the current tick.</summary>
    public long Now { get; private set; }

    /// <summary>Gets how many events have not been taken.</summary>
    public int Count { get; private set; }

    /// <summary>Removes all events and goes back to tick 0.</summary>
    public void Reset()
    {
        Array.Clear(_slots);
        _later.Clear();
        _free = -1;
        for (int chunk = _chunkCount - 1; chunk >= 0; chunk--)
        {
            _next[chunk] = _free;
            _free = chunk;
        }

        Now = 0;
        Count = 0;
        _read = 0;
    }

    /// <summary>Adds an event.</summary>
    /// <param name="ahead">How many ticks from now; 0 puts it behind what is there now.</param>
    /// <param name="happening">The event.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long ahead, in T happening)
    {
        Count++;
        if (ahead >= TurnTicks)
        {
            _later.Add((Now + ahead, happening));
            return;
        }

        Put(Now + ahead, happening);
    }

    /// <summary>Goes to the next tick at which there is something, the current one included.</summary>
    /// <returns>False when nothing is left.</returns>
    public bool MoveNext()
    {
        if (Count == 0)
        {
            return false;
        }

        while (_slots[Now & (TurnTicks - 1)].Head == 0)
        {
            if (Count == _later.Count)
            {
                JumpToTurnOfFirst();
            }
            else if ((++Now & (TurnTicks - 1)) == 0)
            {
                FileLater();
            }
        }

        return true;
    }

    /// <summary>Takes events of the current tick, in order; they are valid until the next call.</summary>
    /// <returns>Some events; none when the tick has no more, for now.</returns>
    public ReadOnlySpan<T> Take()
    {
        ref Slot slot = ref _slots[Now & (TurnTicks - 1)];
        while (slot.Head != 0)
        {
            int chunk = slot.Head - 1;
            int start = chunk << ChunkBits;
            bool isLast = (slot.Write - 1) >> ChunkBits == chunk;
            int filled = isLast ? slot.Write - start : ChunkLength;
            if (_read < filled)
            {
                int first = (start & (SegmentLength - 1)) + _read;
                ReadOnlySpan<T> events = _segments[start >> SegmentBits].AsSpan(first, filled - _read);
                _read = filled;
                Count -= events.Length;
                return events;
            }

            slot.Head = isLast ? 0 : _next[chunk] + 1;
            slot.Write = isLast ? 0 : slot.Write;
            _next[chunk] = _free;
            _free = chunk;
            _read = 0;
        }

        return default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Put(long tick, in T happening)
    {
        ref Slot slot = ref _slots[tick & (TurnTicks - 1)];
        int at = slot.Write;
        if ((at & (ChunkLength - 1)) == 0)
        {
            at = Extend(ref slot);
        }

        slot.Write = at + 1;
        _segments[at >> SegmentBits][at & (SegmentLength - 1)] = happening;
    }

    /// <summary>Gives a tick's list its first or next chunk, and tells where that begins.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Extend(ref Slot slot)
    {
        int chunk = _free;
        if (chunk >= 0)
        {
            _free = _next[chunk];
        }
        else
        {
            chunk = _chunkCount++;
            if (chunk == _next.Length)
            {
                _segments = [.. _segments, new T[SegmentLength]];
                Array.Resize(ref _next, _segments.Length << (SegmentBits - ChunkBits));
            }
        }

        if (slot.Head == 0)
        {
            slot.Head = chunk + 1;
        }
        else
        {
            _next[(slot.Write - 1) >> ChunkBits] = chunk;
        }

        return chunk << ChunkBits;
    }

    private void JumpToTurnOfFirst()
    {
        long first = long.MaxValue;
        foreach ((long tick, _) in _later)
        {
            first = Math.Min(first, tick);
        }

        Now = first & ~(TurnTicks - 1L);
        FileLater();
    }

    private void FileLater()
    {
        int kept = 0;
        for (int i = 0; i < _later.Count; i++)
        {
            (long tick, T happening) = _later[i];
            if (tick < Now + TurnTicks)
            {
                Put(tick, happening);
            }
            else
            {
                _later[kept++] = _later[i];
            }
        }

        _later.RemoveRange(kept, _later.Count - kept);
    }

    /// <summary>One tick's list: its first chunk plus one, and the place behind its last event.</summary>
    private struct Slot
    {
        public int Head;
        public int Write;
    }
}
