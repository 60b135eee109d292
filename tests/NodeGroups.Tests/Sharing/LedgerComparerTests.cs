using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using NodeGroups.Protocol;

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
    public async Task Version_far_above_all_known_should_be_refused_and_changes_go_on()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha", options =>
            options.Services.Add("test", (_, _) => ValueTask.CompletedTask));
        foreach (long version in new[] { 1L << 33, long.MaxValue / 2, long.MaxValue })
        {
            LedgerEntry removed = new() { Key = LedgerEntry.KeyOf("test"), Version = version, Writer = node.Id };
            CallFailedException? failure = Assert.ThrowsAsync<CallFailedException>(async () => await node.CallAsync(
                node.Address, LedgerMethods.Change, new LedgerChange(GroupName.All, [removed])));
            Assert.That(failure!.Error.Reason, Is.EqualTo(CallResult.BadArgument));
        }

        GroupReply<bool> activated = await node.All.ActivateServiceAsync("test", default, cluster.Token);
        Assert.That(activated.Results, Is.EqualTo(new[] { true }));
    }

    [Test]
    public async Task Group_should_have_a_bounded_number_of_services_and_schedules_and_make_room_by_removals()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha", options =>
            options.Services.Add("one-more", (_, _) => ValueTask.CompletedTask));
        SharedGroup all = node.Ledgers.Get(GroupName.All);
        for (int i = 0; i < GroupLedger.EntryLimit; i++)
        {
            // Nobody offers them here, but the group has them.
            CallRefusedException? unknown = Assert.ThrowsAsync<CallRefusedException>(() => all.ApplyAsync(Active(i)));
            Assert.That(unknown!.Result, Is.EqualTo(CallResult.UnknownService));
        }

        GroupReply<bool> full = await node.All.ActivateServiceAsync("one-more", default, cluster.Token);
        await all.ApplyAsync(Active(0) with { Version = 2, Service = null });
        GroupReply<bool> activated = await node.All.ActivateServiceAsync("one-more", default, cluster.Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(full.Single().Error!.Reason, Is.EqualTo(CallResult.Refused));
            Assert.That(activated.Results, Is.EqualTo(new[] { true }));
        }

        LedgerEntry Active(int number) => new()
        {
            Key = LedgerEntry.KeyOf($"s{number}"),
            Version = 1,
            Writer = node.Id,
            Service = new ServiceData($"s{number}", default),
        };
    }

    [Test]
    public async Task Broken_requests_should_be_answered_as_such()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        (string Method, string Argument)[] broken =
        [
            ("nodegroups.groups.put", "null"),
            ("nodegroups.groups.put", """{"Group":"g"}"""),
            ("nodegroups.groups.put", """{"Group":"all","Members":[]}"""),
            ("nodegroups.groups.add", """{"Group":"g","Members":[]}"""),
            ("nodegroups.groups.remove", """{"Group":"g"}"""),
            ("nodegroups.view.await", """{"Group":"all"}"""),
            ("nodegroups.ledger.change", """{"Group":"all"}"""),
            ("nodegroups.ledger.change", """{"Group":"all","Entries":[null]}"""),
            ("nodegroups.ledger.merge", """{"Group":"all","Entries":[null]}"""),
            ("nodegroups.ledger.compare", """{"Group":"all","Known":[null]}"""),
        ];
        foreach ((string method, string argument) in broken)
        {
            using JsonDocument json = JsonDocument.Parse(argument);
            CallFailedException? failure = Assert.ThrowsAsync<CallFailedException>(async () =>
                await node.CallAsync(node.Address, RpcMethod.Json(method), json.RootElement));
            Assert.That(failure!.Error.Reason, Is.EqualTo(CallResult.BadArgument), $"{method}({argument})");
        }
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
                node.Address, LedgerMethods.Change, new LedgerChange(GroupName.All, [entry])));
            Assert.That(failure!.Error.Reason, Is.EqualTo(CallResult.BadArgument), entry.ToString());
        }

        Assert.That(node.Catalogue.Active, Is.Empty);
    }
}
