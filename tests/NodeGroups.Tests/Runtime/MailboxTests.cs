using NodeGroups.Runtime;

namespace NodeGroups.Tests.Runtime;

internal sealed class MailboxTests
{
    [Test]
    public async Task Mailbox_should_lose_nothing_and_have_one_reader()
    {
        const int Posters = 8;
        const int Each = 20_000;
        int readers = 0;
        bool overlapped = false;
        int[] last = new int[Posters];
        bool ordered = true;
        int total = 0;
        TaskCompletionSource done = new();
        Mailbox<(int Poster, int Number)> mailbox = new(1024, (items, start, count) =>
        {
            overlapped |= Interlocked.Increment(ref readers) != 1;
            for (int i = start; i < start + count; i++)
            {
                ordered &= items[i].Number == last[items[i].Poster] + 1;
                last[items[i].Poster] = items[i].Number;
            }

            total += count;
            Interlocked.Decrement(ref readers);
            if (total == Posters * Each)
            {
                done.SetResult();
            }
        });
        await Task.WhenAll(Enumerable.Range(0, Posters).Select(poster => Task.Run(async () =>
        {
            for (int number = 1; number <= Each; number++)
            {
                await mailbox.PostAsync((poster, number), CancellationToken.None);
            }
        })));
        await done.Task.WaitAsync(TimeSpan.FromSeconds(30));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(overlapped, Is.False);
            Assert.That(ordered, Is.True);
        }
    }

    [Test]
    public void Mailbox_should_refuse_beyond_its_limit_but_take_what_must_not_be_lost()
    {
        List<int> seen = [];
        bool[] taken = new bool[3];
        Mailbox<int>? mailbox = null;
        mailbox = new Mailbox<int>(2, (items, start, count) =>
        {
            if (seen.Count == 0)
            {
                taken = [mailbox!.TryPost(1), mailbox.TryPost(2), mailbox.TryPost(3)];
                mailbox.Post(4);
            }

            seen.AddRange(items.AsSpan(start, count));
        });
        mailbox.Post(0);
        Assert.That(taken, Is.EqualTo(new[] { true, true, false }));
        Assert.That(seen, Is.EqualTo(new[] { 0, 1, 2, 4 }));
    }

    [Test]
    public void Mailbox_should_read_what_is_held_in_one_turn_and_in_order_at_the_flush()
    {
        List<int> seen = [];
        int turns = 0;
        Mailbox<int> mailbox = new(16, (items, start, count) =>
        {
            turns++;
            seen.AddRange(items.AsSpan(start, count));
        });
        mailbox.Post(1, ReadTurn.AtFlush);
        mailbox.Post(2, ReadTurn.AtFlush);
        int before = turns;
        mailbox.Flush();
        mailbox.Flush();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Is.Zero);
            Assert.That(turns, Is.EqualTo(1));
            Assert.That(seen, Is.EqualTo([1, 2]));
        }
    }

    [Test]
    public async Task Mailbox_should_go_on_when_those_who_hold_items_fill_it()
    {
        TaskCompletionSource done = new();
        Mailbox<int> mailbox = new(2, (items, start, count) =>
        {
            if (items.AsSpan(start, count).Contains(9))
            {
                done.SetResult();
            }
        });
        for (int item = 0; item < 10; item++)
        {
            await mailbox.PostAsync(item, CancellationToken.None, ReadTurn.AtFlush)
                .AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        }

        mailbox.Flush();
        await done.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Test]
    public async Task Mailbox_should_leave_the_reading_to_the_thread_pool_when_the_poster_says_so()
    {
        TaskCompletionSource<int> reader = new();
        Mailbox<int> mailbox = new(2, (_, _, _) => reader.SetResult(Environment.CurrentManagedThreadId));
        int poster = 0;
        Thread thread = new(() =>
        {
            poster = Environment.CurrentManagedThreadId;
            mailbox.Post(1, ReadTurn.Soon);
        });
        thread.Start();
        thread.Join();
        Assert.That(await reader.Task.WaitAsync(TimeSpan.FromSeconds(30)), Is.Not.EqualTo(poster));
    }

    [Test]
    public async Task Mailbox_should_take_many_items_at_once_in_order_within_its_limit()
    {
        const int Limit = 100;
        List<int> read = [];
        Mailbox<int> mailbox = new(Limit, (items, start, count) => read.AddRange(items[start..(start + count)]));

        await mailbox.PostAllAsync([.. Enumerable.Range(0, 70)], CancellationToken.None);
        Assert.That(mailbox.Count, Is.EqualTo(70), "they wait for the flush");
        await mailbox.PostAllAsync([.. Enumerable.Range(70, 250)], CancellationToken.None);
        Assert.That(mailbox.Count, Is.LessThanOrEqualTo(Limit));
        mailbox.Flush();

        Assert.That(read, Is.EqualTo(Enumerable.Range(0, 320)));
    }
}
