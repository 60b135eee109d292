using NodeGroups.Protocol;
using NodeGroups.Simulation.Spread;

namespace SimulationTests.Spread.Events;

public sealed class EventWheelTests
{
    [TestCase(4_096)]
    [TestCase(30_000)]
    public void Events_should_come_in_the_order_of_their_ticks_and_the_near_ones_of_their_adding(int reach)
    {
        EventWheel<int> wheel = new();
        PriorityQueue<int, (long, int)> slow = new();
        DeterministicRandom random = new(7);
        int number = 0;
        List<int> seen = [];
        List<long> ticks = [];
        List<int> expected = [];
        List<long> expectedTicks = [];
        Add(500);
        while (wheel.MoveNext())
        {
            for (ReadOnlySpan<int> events = wheel.Take(); events.Length > 0; events = wheel.Take())
            {
                foreach (int happening in events)
                {
                    seen.Add(happening);
                    ticks.Add(wheel.Now);
                    if (number < 20_000 && happening % 3 == 0)
                    {
                        Add(5);
                    }
                }
            }
        }

        while (slow.TryDequeue(out int happening, out (long Tick, int) at))
        {
            expected.Add(happening);
            expectedTicks.Add(at.Tick);
        }

        Assert.That(ticks, Is.EqualTo(expectedTicks));
        Assert.That(seen, reach <= 4_096 ? Is.EqualTo(expected) : Is.EquivalentTo(expected));
        Assert.That((wheel.Count, number), Is.EqualTo((0, expected.Count)));

        void Add(int count)
        {
            for (int i = 0; i < count; i++)
            {
                int kind = random.NextInt32(4);
                long ahead = kind == 0 ? 0 : random.NextInt32(kind == 1 ? 300 : reach);
                slow.Enqueue(number, (wheel.Now + ahead, number));
                wheel.Add(ahead, number++);
            }
        }
    }

    [Test]
    public void Far_event_should_come_at_its_tick_when_nothing_is_before_it()
    {
        EventWheel<int> wheel = new();
        wheel.Add(1_000_000, 1);

        Assert.That(wheel.MoveNext(), Is.True);
        Assert.That((wheel.Now, wheel.Take()[0], wheel.Take().Length), Is.EqualTo((1_000_000L, 1, 0)));
        Assert.That(wheel.MoveNext(), Is.False);
    }

    [Test]
    public void Reset_should_remove_what_waits()
    {
        EventWheel<int> wheel = new();
        wheel.Add(3, 1);
        wheel.Add(50_000, 2);
        wheel.MoveNext();

        wheel.Reset();

        Assert.That((wheel.MoveNext(), wheel.Now), Is.EqualTo((false, 0L)));
        wheel.Add(3, 3);
        Assert.That((wheel.MoveNext(), wheel.Take()[0]), Is.EqualTo((true, 3)));
    }
}
