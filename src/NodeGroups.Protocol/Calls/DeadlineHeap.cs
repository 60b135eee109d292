namespace NodeGroups.Protocol.Calls;

/// <summary>Something that ends at a deadline and knows its place in a <see cref="DeadlineHeap{T}"/>.</summary>
internal abstract class Deadlined
{
    /// <summary>When it ends; changes only while it is in no heap.</summary>
    public MonotonicTime Deadline { get; set; }

    /// <summary>Its place in the heap; −1 while it is in none.</summary>
    public int HeapIndex { get; set; } = -1;
}

/// <summary>
/// A binary heap by deadline from which any element can be removed: what has ended leaves nothing behind.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// Calls mostly share one time-out, so deadlines come in rising order and adding is one comparison; removing is
/// logarithmic. Equal deadlines leave in an order that depends only on the operations before, so runs replay.
/// </remarks>
internal sealed class DeadlineHeap<T>
    where T : Deadlined
{
    private readonly List<T> _items = [];

    /// <summary>The earliest deadline; never when the heap is empty.</summary>
    public MonotonicTime Next => _items.Count == 0 ? MonotonicTime.Never : _items[0].Deadline;

    /// <summary>Adds an element.</summary>
    public void Add(T item)
    {
        item.HeapIndex = _items.Count;
        _items.Add(item);
        SiftUp(item.HeapIndex);
    }

    /// <summary>Removes an element that is in the heap.</summary>
    public void Remove(T item)
    {
        int index = item.HeapIndex;
        int last = _items.Count - 1;
        T moved = _items[last];
        _items.RemoveAt(last);
        item.HeapIndex = -1;
        if (index == last)
        {
            return;
        }

        Place(index, moved);
        SiftUp(index);
        SiftDown(moved.HeapIndex);
    }

    /// <summary>Takes out the earliest element if its deadline has come.</summary>
    /// <returns>The element, or null.</returns>
    public T? TakeDue(MonotonicTime now)
    {
        if (_items.Count == 0 || _items[0].Deadline > now)
        {
            return null;
        }

        T due = _items[0];
        Remove(due);
        return due;
    }

    private void Place(int index, T item)
    {
        _items[index] = item;
        item.HeapIndex = index;
    }

    private void SiftUp(int index)
    {
        T item = _items[index];
        while (index > 0)
        {
            int parent = (index - 1) / 2;
            if (_items[parent].Deadline <= item.Deadline)
            {
                break;
            }

            Place(index, _items[parent]);
            index = parent;
        }

        Place(index, item);
    }

    private void SiftDown(int index)
    {
        T item = _items[index];
        while (true)
        {
            int child = (2 * index) + 1;
            if (child >= _items.Count)
            {
                break;
            }

            if (child + 1 < _items.Count && _items[child + 1].Deadline < _items[child].Deadline)
            {
                child++;
            }

            if (item.Deadline <= _items[child].Deadline)
            {
                break;
            }

            Place(index, _items[child]);
            index = child;
        }

        Place(index, item);
    }
}
