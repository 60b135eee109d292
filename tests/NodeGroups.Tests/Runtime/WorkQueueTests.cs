using NodeGroups.Runtime;

namespace NodeGroups.Tests.Runtime;

internal sealed class WorkQueueTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    [ThreadStatic]
    private static int t_depth;

    [Test]
    public async Task WorkQueue_should_run_each_item_once()
    {
        const int Count = 10_000;
        int[] runs = new int[Count];
        using CountdownEvent left = new(Count);
        WorkQueue<int> queue = new(
            item =>
            {
                Interlocked.Increment(ref runs[item]);
                left.Signal();
            },
            Nothing);

        Parallel.For(0, Count, queue.Enqueue);

        bool all = await Task.Run(() => left.Wait(s_limit));
        Assert.That(all, Is.True);
        Assert.That(runs, Is.All.EqualTo(1));
    }

    [Test]
    public async Task WorkQueue_should_run_others_while_an_item_blocks()
    {
        using ManualResetEventSlim release = new();
        TaskCompletionSource blocked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource last = new(TaskCreationOptions.RunContinuationsAsynchronously);
        WorkQueue<int> queue = new(
            item =>
            {
                if (item == 0)
                {
                    release.Wait(s_limit);
                    blocked.SetResult();
                }
                else if (item == 100)
                {
                    last.SetResult();
                }
            },
            Nothing);

        for (int item = 0; item <= 100; item++)
        {
            queue.Enqueue(item);
        }

        await last.Task.WaitAsync(s_limit);
        Assert.That(blocked.Task.IsCompleted, Is.False);
        release.Set();
        await blocked.Task.WaitAsync(s_limit);
    }

    [Test]
    public async Task WorkQueue_should_never_run_an_item_on_the_stack_of_who_enqueues()
    {
        WorkQueue<TaskCompletionSource<int>> queue = new(item => item.SetResult(t_depth), Nothing);
        TaskCompletionSource<int> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        t_depth = 1;
        queue.Enqueue(ended);
        t_depth = 0;

        Assert.That(await ended.Task.WaitAsync(s_limit), Is.Zero);
    }

    [Test]
    public async Task WorkQueue_should_run_held_items_when_started()
    {
        using CountdownEvent left = new(3);
        WorkQueue<int> queue = new(_ => left.Signal(), Nothing);

        queue.Start();
        queue.Hold(1);
        queue.Hold(2);
        queue.Hold(3);
        Assert.That(left.CurrentCount, Is.EqualTo(3));
        queue.Start();

        Assert.That(await Task.Run(() => left.Wait(s_limit)), Is.True);
    }

    [Test]
    public async Task WorkQueue_should_flush_what_items_left_behind_while_a_later_item_blocks()
    {
        int left = 0;
        using ManualResetEventSlim flushed = new();
        TaskCompletionSource<bool> seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        WorkQueue<int>? queue = null;
        queue = new WorkQueue<int>(
            item =>
            {
                if (item == 0)
                {
                    Volatile.Write(ref left, queue!.Gathers ? 1 : 0);
                }
                else
                {
                    seen.SetResult(flushed.Wait(s_limit));
                }
            },
            () =>
            {
                if (Interlocked.Exchange(ref left, 0) == 1)
                {
                    flushed.Set();
                }
            });

        queue.Hold(0);
        queue.Hold(1);
        queue.Start();

        Assert.That(await seen.Task.WaitAsync(s_limit), Is.True);
        Assert.That(queue.Gathers, Is.False, "outside an item nothing may be left behind");
    }

    [Test]
    public async Task WorkQueue_should_have_no_item_leave_work_behind_once_its_worker_was_held_up()
    {
        using ManualResetEventSlim other = new();
        TaskCompletionSource<(bool Before, bool After)> seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        WorkQueue<int>? queue = null;
        queue = new WorkQueue<int>(
            item =>
            {
                if (item == 1)
                {
                    other.Set();
                    return;
                }

                bool before = queue!.Gathers;
                other.Wait(s_limit);
                seen.SetResult((before, queue.Gathers));
            },
            Nothing);

        queue.Hold(0);
        queue.Hold(1);
        queue.Start();

        Assert.That(await seen.Task.WaitAsync(s_limit), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task WorkQueue_should_run_many_items_at_once_when_each_blocks()
    {
        const int Count = 6;
        using CountdownEvent all = new(Count);
        using CountdownEvent met = new(Count);
        WorkQueue<int> queue = new(
            _ =>
            {
                all.Signal();
                if (all.Wait(s_limit))
                {
                    met.Signal();
                }
            },
            Nothing);

        for (int item = 0; item < Count; item++)
        {
            queue.Hold(item);
        }

        queue.Start();

        Assert.That(await Task.Run(() => met.Wait(s_limit)), Is.True);
    }

    private static void Nothing()
    {
    }
}
