using NodeGroups.Protocol;

namespace NodeGroups.Scenarios.Tests;

/// <summary>What nobody tested: what runs again and again.</summary>
internal sealed class S2_12_Schedules() : ScenarioFixture(helpers: 2)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(5);

    private IGroup[] Groups { get; set; } = [];

    [Test]
    public async Task S2_12_16_Run_should_not_begin_before_the_last_one_has_ended()
    {
        int begun = 0;
        TaskCompletionSource mayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using SemaphoreSlim again = new(0);
        using SemaphoreSlim others = new(0);
        N[0].Handle(Scenario.Count, async (_, _, token) =>
        {
            Interlocked.Increment(ref begun);
            again.Release();
            await mayEnd.Task.WaitAsync(token);
        });
        N[1].Handle(Scenario.Count, (_, _, _) =>
        {
            others.Release();
            return ValueTask.CompletedTask;
        });
        await Groups[0].ScheduleAsync(s_interval, Scenario.Count, 1, Token);
        await again.WaitAsync(Token);
        for (int run = 0; run < 10; run++)
        {
            await others.WaitAsync(Token);
        }

        Assert.That(Volatile.Read(ref begun), Is.EqualTo(1), "while the other member has run ten times");
        mayEnd.SetResult();
        await again.WaitAsync(Token);
    }

    [Test]
    public async Task S2_12_16_Run_that_throws_should_be_told_and_followed_by_the_next()
    {
        using SemaphoreSlim runs = new(0);
        foreach (Node node in N)
        {
            node.Handle(Scenario.Count, (_, _, _) =>
            {
                runs.Release();
                throw new InvalidOperationException("no stock");
            });
        }

        await Groups[0].ScheduleAsync(s_interval, Scenario.Count, 1, Token);
        for (int run = 0; run < 12; run++)
        {
            await runs.WaitAsync(Token);
        }

        ScheduleStatus[] all = [.. N.SelectMany(node => node.GetStatus().Schedules)];
        Assert.That(all.Sum(schedule => schedule.Failures), Is.GreaterThanOrEqualTo(10), "two may be about to end");
        Assert.That(all.Select(schedule => schedule.LastError), Has.Some.Contains("no stock"));
    }

    [Test]
    public async Task S2_12_16_Schedule_should_be_cancelled_by_another_node()
    {
        using SemaphoreSlim runs = new(0);
        foreach (Node node in N)
        {
            node.Handle(Scenario.Count, (_, _, _) =>
            {
                runs.Release();
                return ValueTask.CompletedTask;
            });
        }

        Schedule schedule = await Groups[0].ScheduleAsync(s_interval, Scenario.Count, 1, Token);
        await runs.WaitAsync(Token);
        GroupReply<bool> cancelled = await Groups[1].CancelScheduleAsync(schedule.Id, Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(cancelled.Results, Is.EqualTo(new[] { true, true }));
            Assert.That(N.SelectMany(node => node.GetStatus().Schedules), Is.Empty);
            Assert.That(Groups.SelectMany(group => group.Schedules), Is.Empty);
        }
    }

    protected override async Task PrepareAsync()
    {
        Groups = await Task.WhenAll(N.Select(node => node.JoinAsync("mygroup", null, Token).AsTask()));
        await Task.WhenAll(Groups.Select(group => group.WaitForMembersAsync(2, Token).AsTask()));
    }
}
