using NodeGroups.Protocol;
using NodeGroups.Runtime;

namespace NodeGroups.Tests;

public sealed class SlowReceiverTests
{
    private static readonly Topic<int> Numbers = Topic.Create("numbers", TestJson.Default.Int32);
    private static readonly SubscriptionOptions Hundred = new() { BufferLimit = 100 };

    [Test]
    public async Task A_publication_should_wait_for_a_slow_reader_when_the_group_says_so()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        GroupOptions options = new() { SlowReceivers = SlowReceiverPolicy.HoldPublishers };
        IGroup group = await node.JoinAsync("held", options, cluster.Token);
        await using ISubscription<int> subscription = group.Subscribe(Numbers, Hundred);
        for (int i = 0; i < 75; i++)
        {
            await group.GossipAsync(Numbers, i, cluster.Token);
        }

        Task<RumorId> held = group.GossipAsync(Numbers, 75, cluster.Token).AsTask();
        await node.JoinAsync("later", null, cluster.Token);
        Assert.That(held.IsCompleted, Is.False);
        Assert.That(node.Counters.PublicationsHeld, Is.EqualTo(1));
        List<int> seen = [];
        await foreach (Rumor<int> rumor in subscription.WithCancellation(cluster.Token))
        {
            seen.Add(rumor.Value);
            if (seen.Count == 76)
            {
                break;
            }
        }

        Assert.That((await held).Sequence, Is.EqualTo(76));
        Assert.That(seen, Is.EqualTo(Enumerable.Range(0, 76)));
        Assert.That(subscription.Dropped, Is.Zero);
    }

    [Test]
    public async Task A_rumor_should_tell_how_many_were_dropped_before_it()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        await using ISubscription<int> subscription = node.All.Subscribe(Numbers, Hundred);
        for (int i = 0; i < 130; i++)
        {
            await node.All.GossipAsync(Numbers, i, cluster.Token);
        }

        List<(int Value, long Dropped)> seen = [];
        await foreach (Rumor<int> rumor in subscription.WithCancellation(cluster.Token))
        {
            seen.Add((rumor.Value, rumor.DroppedBefore));
            if (seen.Count == 100)
            {
                break;
            }
        }

        Assert.That(seen[0], Is.EqualTo((30, 30L)));
        Assert.That(seen.Skip(1).Sum(s => s.Dropped), Is.Zero);
        Assert.That(subscription.Dropped, Is.EqualTo(30));
    }

    [Test]
    public async Task A_subscription_that_holds_publishers_should_have_room_for_what_is_under_way()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        GroupOptions options = new() { SlowReceivers = SlowReceiverPolicy.HoldPublishers };
        IGroup group = await node.JoinAsync("held", options, cluster.Token);
        await using ISubscription<int> subscription = group.Subscribe(Numbers, Hundred);
        RumorMessage rumor = new(
            group.Name, node.Id, Sequence: 1, Hops: 1, RumorKind.Message, Numbers.Name, Numbers.Write(1));
        for (int i = 0; i < 100 + Subscription.UnderwayLimit; i++)
        {
            node.Runtime.Subscriptions.Deliver(rumor);
        }

        Assert.That(subscription.Dropped, Is.Zero);
        node.Runtime.Subscriptions.Deliver(rumor);
        Assert.That((subscription.Dropped, node.GetStatus().Totals.RumorsDropped), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task A_subscription_that_ends_should_let_go()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha", o => o.GroupDefaults = new GroupOptions
        {
            SlowReceivers = SlowReceiverPolicy.HoldPublishers,
        });
        ISubscription<int> subscription = node.All.Subscribe(Numbers, Hundred);
        for (int i = 0; i < 75; i++)
        {
            await node.All.GossipAsync(Numbers, i, cluster.Token);
        }

        Task<RumorId> held = node.All.GossipAsync(Numbers, 75, cluster.Token).AsTask();
        await subscription.DisposeAsync();
        Assert.That((await held).Sequence, Is.EqualTo(76));
    }
}
