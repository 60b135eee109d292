using NodeGroups.Gossip;
using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

public sealed class OriginWindowTests
{
    [TestCase(64, 200)]
    [TestCase(128, 2000)]
    [TestCase(64, 60)]
    public void Window_should_agree_with_a_slow_twin(int size, int range)
    {
        for (ulong seed = 0; seed < 200; seed++)
        {
            DeterministicRandom random = new(seed);
            OriginWindow window = new(size);
            HashSet<ulong> seen = [];
            ulong floor = 0;
            ulong centre = 0;
            for (int step = 0; step < 400; step++)
            {
                ulong sequence = 1 + (ulong)random.NextInt32(range) + centre;
                centre += (ulong)random.NextInt32(3);
                bool known = sequence <= floor || seen.Contains(sequence);
                ulong expectedLost = 0;
                WindowMark expected = known ? WindowMark.Known : WindowMark.New;
                if (!known && sequence - floor > 2 * (ulong)size)
                {
                    expected = WindowMark.TooFar;
                }
                else if (!known)
                {
                    for (; sequence - floor > (ulong)size; floor++)
                    {
                        expectedLost += seen.Contains(floor + 1) ? 0UL : 1;
                    }

                    seen.Add(sequence);
                    while (seen.Contains(floor + 1))
                    {
                        floor++;
                    }
                }

                Assert.That(window.Mark(sequence, out ulong lost), Is.EqualTo(expected), $"seed {seed} step {step}");
                Assert.That(lost, Is.EqualTo(expectedLost), $"seed {seed} step {step}");
                Assert.That(window.Floor, Is.EqualTo(floor), $"seed {seed} step {step}");
            }

            ulong[] above = window.CopyAbove(1000);
            for (ulong s = 1; s < centre + (ulong)range + 100; s++)
            {
                bool known = s <= floor || seen.Contains(s);
                Assert.That(window.Knows(s), Is.EqualTo(known));
                ulong bit = s - floor - 1;
                bool inCopy = s <= floor
                    || (bit / 64 < (ulong)above.Length && (above[bit / 64] >> (int)(bit % 64) & 1) != 0);
                Assert.That(inCopy, Is.EqualTo(known));
            }
        }
    }

    [Test]
    public void Window_should_refuse_an_absurd_jump_and_go_on()
    {
        OriginWindow window = new(64);
        Assert.That(window.Mark(1, out _), Is.EqualTo(WindowMark.New));
        Assert.That(window.Mark(1UL << 32, out _), Is.EqualTo(WindowMark.TooFar));
        Assert.That(window.Mark(2, out _), Is.EqualTo(WindowMark.New));
    }

    [Test]
    public void Window_should_not_count_what_came_before_it_took_part()
    {
        OriginWindow window = new(64);
        window.CountLossesFrom(1000);
        Assert.That(window.Mark(1000, out ulong lost), Is.EqualTo(WindowMark.New));
        Assert.That(lost, Is.Zero);
        Assert.That(window.Knows(999), Is.False);
        Assert.That(window.GiveUp(1005), Is.EqualTo(5));
    }
}
