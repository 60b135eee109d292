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
