using NodeGroups.Runtime;

namespace NodeGroups.Tests.Runtime;

/// <summary>The parts of a node's end share one grace.</summary>
internal sealed class EndBudgetTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Test]
    public void Part_should_have_its_usual_time_when_there_is_no_grace()
    {
        EndBudget budget = new(null);
        Assert.That(budget.Left(0.5), Is.Null);
        Assert.That(budget.Left(0.5, s_second), Is.EqualTo(s_second));
    }

    [Test]
    public void Part_should_end_with_its_share_of_the_grace()
    {
        EndBudget budget = new(4 * s_second);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(budget.Left(0.5), Is.LessThanOrEqualTo(2 * s_second));
            Assert.That(budget.Left(0.5, TimeSpan.FromTicks(1)), Is.LessThanOrEqualTo(TimeSpan.FromTicks(1)));
            Assert.That(new EndBudget(TimeSpan.Zero).Left(0.9, s_second), Is.EqualTo(TimeSpan.Zero));
        }
    }
}
