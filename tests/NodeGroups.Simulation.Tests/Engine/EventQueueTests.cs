using NodeGroups.Protocol;
using NodeGroups.Simulation;

namespace SimulationTests.Engine;

public sealed class EventQueueTests
{
    [Test]
    public void Queue_should_give_events_by_time_and_then_in_their_order()
    {
        DeterministicRandom random = new(7);
        EventQueue queue = new();
        List<(long Ticks, int Order)> expected = [];
        for (int i = 0; i < 2000; i++)
        {
            long ticks = random.NextInt32(50);
            expected.Add((ticks, i));
            queue.Push(ticks, EventKind.Action, null, i);
        }

        expected.Sort();
        List<(long, int)> actual = [];
        while (queue.Count > 0)
        {
            SimulationEvent happening = queue.Pop();
            actual.Add((happening.Ticks, (int)happening.Data!));
        }

        Assert.That(actual, Is.EqualTo(expected));
    }

    [Test]
    public void Pop_should_refuse_when_nothing_waits() =>
        Assert.That(() => new EventQueue().Pop(), Throws.InvalidOperationException);
}
