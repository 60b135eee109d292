using NodeGroups.Protocol;
using NodeGroups.Protocol.Calls;

namespace NodeGroups.Tests.Calls;

public sealed class DeadlineHeapTests
{
    [Test]
    public void Heap_should_give_the_deadlines_that_a_sorted_list_gives([Range(1, 20)] int seed)
    {
        DeterministicRandom random = new((ulong)seed);
        DeadlineHeap<Item> heap = new();
        List<Item> twin = [];
        for (int i = 0; i < 1_000; i++)
        {
            ulong choice = random.NextUInt64() % 10;
            MonotonicTime time = MonotonicTime.FromOrigin(TimeSpan.FromTicks((long)(random.NextUInt64() % 500)));
            if (choice < 5)
            {
                Item item = new() { Deadline = time };
                heap.Add(item);
                twin.Add(item);
            }
            else if (choice < 8 && twin.Count > 0)
            {
                Item item = twin[(int)(random.NextUInt64() % (ulong)twin.Count)];
                heap.Remove(item);
                twin.Remove(item);
                Assert.That(item.HeapIndex, Is.EqualTo(-1));
            }
            else if (heap.TakeDue(time) is { } due)
            {
                Assert.That((due.Deadline, due.HeapIndex), Is.EqualTo((twin.Min(item => item.Deadline), -1)));
                Assert.That(due.Deadline, Is.LessThanOrEqualTo(time));
                Assert.That(twin.Remove(due));
            }
            else
            {
                Assert.That(twin.Exists(item => item.Deadline <= time), Is.False);
            }

            MonotonicTime next = twin.Count == 0 ? MonotonicTime.Never : twin.Min(item => item.Deadline);
            Assert.That(heap.Next, Is.EqualTo(next));
        }
    }

    private sealed class Item : Deadlined;
}
