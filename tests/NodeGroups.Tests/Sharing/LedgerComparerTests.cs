using Microsoft.Extensions.Time.Testing;
using NodeGroups.Protocol;
using NodeGroups.Runtime;

namespace NodeGroups.Tests.Sharing;

internal sealed class LedgerComparerTests
{
    [Test]
    public async Task Member_that_missed_a_change_should_get_it_by_comparing()
    {
        await using TestCluster cluster = new();
        FakeTimeProvider time = new();
        TaskCompletionSource activated = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Node first = await cluster.StartAsync("first");
        await cluster.StartAsync("second", options =>
        {
            options.TimeProvider = time;
            options.Services.Add("test", (_, _) =>
            {
                activated.SetResult();
                return ValueTask.CompletedTask;
            });
        });
        await first.All.WaitForMembersAsync(2, cluster.Token);
        first.Catalogue.Offer("test", (_, _) => ValueTask.CompletedTask);
        LedgerEntry unheard = new()
        {
            Key = LedgerEntry.KeyOf("test"),
            Version = 1,
            Writer = first.Id,
            Service = new ServiceData("test", default),
        };
        Assert.That((await first.Ledgers.Get(GroupName.All).ApplyAsync(unheard)).HasChanged, Is.True);

        time.Advance(TimeSpan.FromSeconds(31));

        await activated.Task.WaitAsync(cluster.Token);
    }

    [Test]
    public async Task Broken_entries_should_be_refused()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        LedgerEntry good = new()
        {
            Key = LedgerEntry.KeyOf("test"), Version = 1, Writer = node.Id, Service = new ServiceData("test", default),
        };
        LedgerEntry[] broken =
        [
            good with { Key = "service:other" },
            good with { Key = "nonsense" },
            good with { Version = 0 },
            good with { Writer = NodeId.None },
            good with { Service = new ServiceData("no name!", default), Key = LedgerEntry.KeyOf("no name!") },
        ];
        foreach (LedgerEntry entry in broken)
        {
            CallFailedException? failure = Assert.ThrowsAsync<CallFailedException>(async () => await node.CallAsync(
                node.Address, BuiltInMethods.ChangeLedger, new LedgerChange(GroupName.All, [entry])));
            Assert.That(failure!.Error.Reason, Is.EqualTo(CallResult.BadArgument), entry.ToString());
        }

        Assert.That(node.Catalogue.Active, Is.Empty);
    }
}
