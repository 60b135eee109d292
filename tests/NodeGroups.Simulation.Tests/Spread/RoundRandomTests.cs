using NodeGroups.Protocol;
using NodeGroups.Simulation.Spread;

namespace SimulationTests.Spread;

public sealed class RoundRandomTests
{
    [Test]
    public void Step_should_be_that_of_the_generator_of_the_library()
    {
        DeterministicRandom library = new(42);
        RoundRandom value = new(42);

        Assert.That(
            Enumerable.Range(0, 1_000).Select(_ => value.Next()),
            Is.EqualTo(Enumerable.Range(0, 1_000).Select(_ => library.NextUInt64())));
    }

    [Test]
    public void Block_should_be_the_same_draws_one_after_the_other()
    {
        RoundRandom one = new(1, 2);
        RoundRandom other = new(1, 2);
        ulong[] block = new ulong[100];
        one.Fill(block);

        Assert.That(block, Is.EqualTo(Enumerable.Range(0, 100).Select(_ => other.Next())));
        Assert.That(one.Next(), Is.EqualTo(other.Next()));
    }
}
