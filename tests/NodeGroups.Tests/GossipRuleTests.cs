namespace NodeGroups.Tests;

/// <summary>The edges of gossip: odd fan-outs, small groups, equal messages, the sender itself.</summary>
internal sealed class GossipRuleTests
{
    private static IEnumerable<TestCaseData> Fanouts()
    {
        yield return new TestCaseData(Fanout.Constant(0)).SetArgDisplayNames("0");
        yield return new TestCaseData(Fanout.Constant(1)).SetArgDisplayNames("1");
        yield return new TestCaseData(Fanout.Constant(4)).SetArgDisplayNames("n");
        yield return new TestCaseData(Fanout.Constant(9)).SetArgDisplayNames("n + 5");
        yield return new TestCaseData(Fanout.Of(_ => -3)).SetArgDisplayNames("negative");
        Fanout throwing = Fanout.Of(_ => throw new InvalidOperationException());
        yield return new TestCaseData(throwing).SetArgDisplayNames("throws");
    }

    [TestCaseSource(nameof(Fanouts))]
    public async Task Rumor_should_reach_every_member_whatever_the_fanout(Fanout fanout)
    {
        await using TestCluster cluster = new();
        Node[] nodes = new Node[4];
        for (int i = 0; i < nodes.Length; i++)
        {
            nodes[i] = await cluster.StartAsync(
                $"n{i}", options => options.GroupDefaults = new GroupOptions { Fanout = fanout });
        }

        await Task.WhenAll(nodes.Select(node => node.All.WaitForMembersAsync(4, cluster.Token).AsTask()));
        ISubscription<int>[] heard = [.. nodes.Select(node => node.All.Subscribe(Methods.Numbers))];
        RumorId id = await nodes[0].All.GossipAsync(Methods.Numbers, 1, cluster.Token);
        foreach (ISubscription<int> subscription in heard)
        {
            Assert.That((await TakeAsync(subscription, 1, cluster))[0].Id, Is.EqualTo(id));
        }
    }

    [Test]
    public async Task Group_of_one_or_none_should_complete_at_once()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        IGroup one = node.Groups.Put("one", [node.Address]);
        IGroup none = node.Groups.Put("none", []);
        await using ISubscription<int> heard = one.Subscribe(Methods.Numbers);
        await using ISubscription<int> nothing = none.Subscribe(Methods.Numbers);
        await none.GossipAsync(Methods.Numbers, 1, cluster.Token);
        await one.GossipAsync(Methods.Numbers, 2, cluster.Token);
        Assert.That((await TakeAsync(heard, 1, cluster))[0].Value, Is.EqualTo(2));
        node.Groups.Delete("none");
        Assert.That(
            async () => await none.GossipAsync(Methods.Numbers, 1, cluster.Token),
            Throws.InstanceOf<UnknownGroupException>());
    }

    [Test]
    public async Task Equal_messages_should_be_rumors_of_their_own_and_reach_the_sender_once()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(3);
        ISubscription<int>[] heard = [.. nodes.Select(node => node.All.Subscribe(Methods.Numbers))];
        RumorId[] ids = await Task.WhenAll(Enumerable.Range(0, 10)
            .Select(_ => nodes[0].All.GossipAsync(Methods.Numbers, 7, cluster.Token).AsTask()));
        await nodes[0].All.GossipAsync(Methods.Numbers, 0, cluster.Token);
        foreach (ISubscription<int> subscription in heard)
        {
            List<Rumor<int>> rumors = await TakeAsync(subscription, 11, cluster);
            Assert.That(rumors.Where(rumor => rumor.Value == 7).Select(rumor => rumor.Id), Is.EquivalentTo(ids));
        }
    }

    [Test]
    public async Task Sender_outside_the_group_should_not_handle_its_own_rumor()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(3);
        await nodes[0].All.PutGroupAsync("pair", [nodes[1].Address, nodes[2].Address], cluster.Token);
        IGroup pair = nodes[0].Groups.Find("pair")!;
        await using ISubscription<int> own = pair.Subscribe(Methods.Numbers);
        ISubscription<int>[] heard =
            [.. nodes[1..].Select(node => node.Groups.Find("pair")!.Subscribe(Methods.Numbers))];
        await pair.GossipAsync(Methods.Numbers, 1, cluster.Token);
        foreach (ISubscription<int> subscription in heard)
        {
            Assert.That((await TakeAsync(subscription, 1, cluster))[0].Origin, Is.EqualTo(nodes[0].Id));
        }

        pair = nodes[0].Groups.Put("pair", nodes.Select(node => node.Address));
        await pair.GossipAsync(Methods.Numbers, 2, cluster.Token);
        Assert.That((await TakeAsync(own, 1, cluster))[0].Value, Is.EqualTo(2), "The first one was not for itself.");
    }

    private static async Task<List<Rumor<int>>> TakeAsync(
        ISubscription<int> subscription, int count, TestCluster cluster)
    {
        List<Rumor<int>> rumors = [];
        await foreach (Rumor<int> rumor in subscription.WithCancellation(cluster.Token))
        {
            rumors.Add(rumor);
            if (rumors.Count == count)
            {
                break;
            }
        }

        return rumors;
    }
}
