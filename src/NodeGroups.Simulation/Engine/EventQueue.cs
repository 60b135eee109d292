namespace NodeGroups.Simulation;

/// <summary>Events in the order of (time, sequence): a binary heap of structs.</summary>
internal sealed class EventQueue
{
    private SimulationEvent[] _heap = new SimulationEvent[256];
    private long _sequence;

    /// <summary>Gets how many events wait.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the time of the first event; <see cref="long.MaxValue"/> when there is none.</summary>
    public long NextTicks => Count == 0 ? long.MaxValue : _heap[0].Ticks;

    /// <summary>Queues an event behind all earlier queued events of the same time.</summary>
    public void Push(long ticks, EventKind kind, NodeLife? life, object? data)
    {
        if (Count == _heap.Length)
        {
            Array.Resize(ref _heap, Count * 2);
        }

        SimulationEvent added = new(ticks, _sequence++, kind, life, data);
        int index = Count++;
        while (index > 0)
        {
            int parent = (index - 1) / 2;
            if (!IsBefore(added, _heap[parent]))
            {
                break;
            }

            _heap[index] = _heap[parent];
            index = parent;
        }

        _heap[index] = added;
    }

    /// <summary>Takes the first event.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public SimulationEvent Pop()
    {
        if (Count == 0)
        {
            throw new InvalidOperationException("The event queue is empty.");
        }

        SimulationEvent first = _heap[0];
        SimulationEvent last = _heap[--Count];
        _heap[Count] = default;
        if (Count > 0)
        {
            SiftDown(last);
        }

        return first;
    }

    private static bool IsBefore(in SimulationEvent left, in SimulationEvent right) =>
        left.Ticks < right.Ticks || (left.Ticks == right.Ticks && left.Sequence < right.Sequence);

    private void SiftDown(in SimulationEvent moved)
    {
        int index = 0;
        while (true)
        {
            int child = (2 * index) + 1;
            if (child >= Count)
            {
                break;
            }

            if (child + 1 < Count && IsBefore(_heap[child + 1], _heap[child]))
            {
                child++;
            }

            if (!IsBefore(_heap[child], moved))
            {
                break;
            }

            _heap[index] = _heap[child];
            index = child;
        }

        _heap[index] = moved;
    }
}
