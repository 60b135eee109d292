using NodeGroups.Protocol;
using NodeGroups.Runtime;

namespace NodeGroups.Tests;

/// <summary>View changes reach those who watch in order, and a slow watcher holds up nobody.</summary>
internal sealed class ViewStreamTests
{
    [Test]
    public async Task Slow_watcher_should_hold_up_nobody_and_miss_no_result()
    {
        await using TestCluster cluster = new();
        Node first = await cluster.StartAsync("first");
        first.Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value));
        await using IAsyncEnumerator<GroupViewChange> slow = first.All.WatchAsync(cluster.Token).GetAsyncEnumerator();
        await slow.MoveNextAsync();
        Dictionary<NodeId, Member> known = Apply([], slow.Current);

        for (int i = 0; i < 5; i++)
        {
            Node other = await cluster.StartAsync($"n{i}");
            await first.All.WaitForViewAsync(view => view.Contains(other.Id), cluster.Token);
            Assert.That(await other.CallAsync(first.Address, Methods.Echo, i, null, cluster.Token), Is.EqualTo(i));
            if (i < 3)
            {
                await other.DisposeAsync();
                await first.All.WaitForViewAsync(view => !view.Contains(other.Id), cluster.Token);
            }
        }

        ulong version = slow.Current.Current.Version;
        while (known.Count < 3)
        {
            Assert.That(await slow.MoveNextAsync(), Is.True);
            Assert.That(slow.Current.Current.Version, Is.GreaterThan(version));
            version = slow.Current.Current.Version;
            known = Apply(known, slow.Current);
        }

        Assert.That(known.Keys, Is.EquivalentTo(first.All.View.Members.Select(member => member.Id)));
    }

    [Test]
    public async Task Each_change_should_lead_from_what_was_seen_last_to_a_later_view()
    {
        GroupState state = new("orders", new GroupOptions());
        using ViewWatcher watcher = state.Watch();
        Member[] members = [.. Enumerable.Range(1, 3).Select(number => new Member(
            new NodeId(0, (ulong)number), $"n{number}", new NodeAddress("host", number), MemberStatus.Alive, 1, []))];
        Publish(1, members[0], members[1]);
        await NextAsync(1, joined: [members[0], members[1]]);
        Publish(2, members[1]);
        await NextAsync(2, left: [members[0]]);
        Publish(3, members[1], members[2]);
        Publish(4, members[2]);
        await NextAsync(4, joined: [members[2]], left: [members[1]]);
        ValueTask<GroupViewChange?> next = watcher.NextAsync(default);
        Publish(3, members[0], members[1], members[2]);
        Assert.That(next.IsCompleted, Is.False, "what is older is no news");
        Assert.That(state.View.Version, Is.EqualTo(4));
        Publish(5);
        Check(await next, 5, left: [members[2]]);

        void Publish(ulong version, params Member[] present) =>
            state.Publish(new GroupView(state.Name, version, present), [], known: true);

        async Task NextAsync(ulong version, Member[]? joined = null, Member[]? left = null) =>
            Check(await watcher.NextAsync(default), version, joined, left);

        static void Check(GroupViewChange? change, ulong version, Member[]? joined = null, Member[]? left = null)
        {
            using (Assert.EnterMultipleScope())
            {
                Assert.That(change!.Current.Version, Is.EqualTo(version));
                Assert.That(change.Joined, Is.EqualTo(joined ?? []));
                Assert.That(change.Left, Is.EqualTo(left ?? []));
                Assert.That(change.Failed, Is.Empty);
            }
        }
    }

    [Test]
    public async Task Failed_member_should_leave_every_view_as_failed_and_every_group()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(3);
        IGroup[] groups = new IGroup[3];
        for (int i = 0; i < groups.Length; i++)
        {
            groups[i] = await nodes[i].JoinAsync("orders", null, cluster.Token);
        }

        foreach (IGroup group in groups)
        {
            await group.WaitForMembersAsync(3, cluster.Token);
        }

        Task<GroupViewChange>[] changes = [.. groups[..2].Select(NextFailureAsync)];
        nodes[2].Abort();
        foreach (GroupViewChange change in await Task.WhenAll(changes))
        {
            Assert.That(change.Failed.Single().Id, Is.EqualTo(nodes[2].Id));
            Assert.That(change.Left, Is.Empty);
        }

        async Task<GroupViewChange> NextFailureAsync(IGroup group)
        {
            await foreach (GroupViewChange change in group.WatchAsync(cluster.Token))
            {
                if (change.Failed.Count > 0)
                {
                    return change;
                }
            }

            throw new InvalidOperationException("The node stopped.");
        }
    }

    private static Dictionary<NodeId, Member> Apply(Dictionary<NodeId, Member> known, GroupViewChange change)
    {
        foreach (Member gone in change.Left.Concat(change.Failed))
        {
            Assert.That(known.Remove(gone.Id), Is.True);
        }

        foreach (Member come in change.Joined)
        {
            Assert.That(known.TryAdd(come.Id, come), Is.True);
        }

        return known;
    }
}
