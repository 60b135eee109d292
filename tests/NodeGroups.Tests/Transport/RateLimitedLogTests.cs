using Microsoft.Extensions.Time.Testing;
using NodeGroups.Transport;

namespace NodeGroups.Tests.Transport;

internal sealed class RateLimitedLogTests
{
    [Test]
    public void Lines_left_out_should_be_told_by_the_next_line()
    {
        FakeTimeProvider time = new();
        List<long> told = [];
        RateLimitedLog log = new(time, told.Add);
        int written = Enumerable.Range(0, 25).Count(_ => log.TryAcquire());
        Assert.That(written, Is.EqualTo(10));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(told, Is.Empty);
        Assert.That(log.TryAcquire(), Is.True);
        Assert.That(told, Is.EqualTo(new long[] { 15 }));
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.That(told, Has.Count.EqualTo(1), "it is told once");
    }

    [Test]
    public void Lines_left_out_should_be_told_when_no_further_line_comes()
    {
        FakeTimeProvider time = new();
        List<long> told = [];
        RateLimitedLog log = new(time, told.Add);
        for (int i = 0; i < 25; i++)
        {
            log.TryAcquire();
        }

        time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(told, Is.EqualTo(new long[] { 15 }));
        Assert.That(log.TryAcquire(), Is.True);
        Assert.That(told, Has.Count.EqualTo(1));
    }
}
