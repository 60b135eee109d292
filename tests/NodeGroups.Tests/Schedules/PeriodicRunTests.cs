using Microsoft.Extensions.Time.Testing;

namespace NodeGroups.Tests.Schedules;

/// <summary>Virtual time fires timers on the thread that advances it, so everything here happens at once.</summary>
internal sealed class PeriodicRunTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private readonly FakeTimeProvider _time = new();

    [Test]
    public void Runs_should_follow_the_delay_and_then_the_interval()
    {
        List<double> starts = [];
        DateTimeOffset origin = _time.GetUtcNow();
        using PeriodicRun run = new(_time, s_second / 2, s_second, _ =>
        {
            starts.Add((_time.GetUtcNow() - origin).TotalSeconds);
            return ValueTask.FromResult(new RunOutcome(true, null));
        });
        run.Start();
        Advance(4);
        run.Dispose();
        Advance(4);
        Assert.That(starts, Is.EqualTo(new[] { 0.5, 1.5, 2.5, 3.5 }));
        Assert.That(run.Counts, Is.EqualTo(new RunCounts(4, 0, 0, false, null)));
    }

    [Test]
    public async Task Runs_should_not_overlap_and_those_left_out_should_be_counted()
    {
        TaskCompletionSource<RunOutcome> first = new();
        int started = 0;
        using PeriodicRun run = new(_time, s_second, s_second, _ =>
            ++started == 1 ? new ValueTask<RunOutcome>(first.Task) : ValueTask.FromResult(new RunOutcome(true, null)));
        run.Start();
        Advance(5.5);
        Assert.That((started, run.Counts.IsRunning), Is.EqualTo((1, true)));
        await Task.Run(() => first.SetResult(new RunOutcome(true, null)));
        Assert.That(run.Counts, Is.EqualTo(new RunCounts(1, 0, 4, false, null)));
        Advance(0.5);
        Assert.That(started, Is.EqualTo(2), "The rhythm is kept: the next run is due at 6 s.");
    }

    [Test]
    public void Run_that_throws_should_be_told_and_the_next_should_happen()
    {
        int started = 0;
        using PeriodicRun run = new(_time, s_second, s_second, _ => ++started == 1
            ? throw new InvalidOperationException("no stock")
            : ValueTask.FromResult(new RunOutcome(true, null)));
        run.Start();
        Advance(1);
        Assert.That(run.Counts, Is.EqualTo(new RunCounts(1, 1, 0, false, "InvalidOperationException: no stock")));
        Advance(1);
        Assert.That(run.Counts, Is.EqualTo(new RunCounts(2, 1, 0, false, null)));
    }

    [Test]
    public void Timer_that_fires_while_it_is_disposed_should_run_nothing()
    {
        LateTimers time = new();
        int started = 0;
        PeriodicRun run = new(time, s_second, s_second, _ =>
        {
            started++;
            return ValueTask.FromResult(new RunOutcome(true, null));
        });
        run.Start();
        time.Fire();
        run.Dispose();
        time.Fire();
        Assert.That((started, run.Counts), Is.EqualTo((1, new RunCounts(1, 0, 0, false, null))));
    }

    [Test]
    public async Task Disposing_should_cancel_the_run_at_work()
    {
        TaskCompletionSource cancelled = new();
        PeriodicRun run = new(_time, TimeSpan.Zero, s_second, async token =>
        {
            await using CancellationTokenRegistration registration = token.Register(cancelled.SetResult);
            await cancelled.Task;
            return new RunOutcome(true, null);
        });
        run.Start();
        Advance(0.1);
        run.Dispose();
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private void Advance(double seconds)
    {
        for (int i = 0; i < seconds * 10; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }
    }
}
