using NodeGroups.Protocol;
using NodeGroups.Protocol.Calls;

namespace NodeGroups.Tests.Calls;

public sealed class CallNumberWindowTests
{
    [Test]
    public void Window_should_answer_as_a_set_of_all_numbers_does([Range(1, 20)] int seed)
    {
        DeterministicRandom random = new((ulong)seed);
        CallNumberWindow window = new();
        HashSet<ulong> seen = [];
        ulong top = 0;
        for (int i = 0; i < 10_000; i++)
        {
            ulong step = (random.NextUInt64() % 1000) switch
            {
                0 => random.NextUInt64() % 20_000,
                < 500 => random.NextUInt64() % 3,
                _ => 0,
            };
            ulong back = random.NextUInt64() % (CallNumberWindow.Size + 50);
            ulong number = step > 0 || back >= top ? top + step + 1 : top - back;
            bool expected = (number > top || top - number < CallNumberWindow.Size) && seen.Add(number);
            Assert.That(window.TryAdd(number), Is.EqualTo(expected), $"number {number}, top {top}");
            top = Math.Max(top, number);
        }
    }

    [Test]
    public void Window_should_take_the_oldest_number_it_holds_and_refuse_the_one_before()
    {
        CallNumberWindow window = new();
        Assert.That(window.TryAdd(10_000));
        Assert.That(window.TryAdd(10_000 - CallNumberWindow.Size + 1));
        Assert.That(window.TryAdd(10_000 - CallNumberWindow.Size), Is.False);
        Assert.That(window.TryAdd(ulong.MaxValue));
        Assert.That(window.TryAdd(10_001), Is.False);
    }
}
