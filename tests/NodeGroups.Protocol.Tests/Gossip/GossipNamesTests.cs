namespace NodeGroups.Tests.Gossip;

public sealed class GossipNamesTests
{
    [TestCase("3", 3)]
    [TestCase("0", 0)]
    [TestCase("500", 99)]
    [TestCase("log", 5)]
    [TestCase("log+2", 7)]
    [TestCase("0.9325", 7)]
    public void Fanout_should_be_read_and_written_alike(string text, int forHundred)
    {
        Fanout fanout = Fanout.Parse(text);
        Assert.That(fanout.ToString(), Is.EqualTo(text));
        int tolerance = text.StartsWith("0.", StringComparison.Ordinal) ? 1 : 0;
        Assert.That(fanout.For(100), Is.EqualTo(forHundred).Within(tolerance));
    }

    [TestCase("")]
    [TestCase("-1")]
    [TestCase("log-1")]
    [TestCase("log+")]
    [TestCase("1.5")]
    [TestCase("NaN")]
    [TestCase("many")]
    public void Fanout_should_refuse_other_text(string text)
    {
        Assert.That(Fanout.TryParse(text, out _), Is.False);
        Assert.That(() => Fanout.Parse(text), Throws.TypeOf<FormatException>());
    }

    [TestCase("broadcast", "broadcast")]
    [TestCase("push", "push(fanout=3)")]
    [TestCase("ring", "ring(fanout=3)")]
    [TestCase("plumtree", "plumtree")]
    [TestCase("tree", "tree(fanout=3)")]
    [TestCase("push-forever", "push-forever(fanout=3)")]
    [TestCase("pushpull", "pushpull(fanout=3)")]
    [TestCase("rumor", "rumor(fanout=3)")]
    [TestCase("antientropy", "antientropy(fanout=3)")]
    [TestCase("auto", "auto(fanout=3)")]
    public void Strategies_should_be_found_by_name(string name, string text)
    {
        Assert.That(GossipStrategies.FromName(name)!.ToString(), Is.EqualTo(name));
        Assert.That(GossipStrategies.FromName(name, Fanout.Constant(3))!.ToString(), Is.EqualTo(text));
    }

    private static IEnumerable<(GossipStrategy Strategy, string Text)> WithEveryOption()
    {
        TimeSpan time = TimeSpan.FromTicks(123_456);
        Fanout three = Fanout.Constant(3);
        yield return (GossipStrategies.Push(three), "push(fanout=3)");
        yield return (GossipStrategies.RingPush(Fanout.Log(2)), "ring(fanout=log+2)");
        yield return (GossipStrategies.Tree(new TreeOptions { Arity = three }), "tree(fanout=3)");
        yield return (GossipStrategies.Tree(new TreeOptions { AnnouncementRings = 0 }), "tree(rings=0)");
        yield return (
            GossipStrategies.Tree(new TreeOptions { MinimumRequestDelay = time, MaximumRequestDelay = 2 * time }),
            "tree(shortest=12.3456,longest=24.6912)");
        yield return (GossipStrategies.Plumtree(new PlumtreeOptions { Rings = 2 }), "plumtree(rings=2)");
        yield return (
            GossipStrategies.Plumtree(new PlumtreeOptions { MinimumGraftDelay = time, MaximumGraftDelay = 2 * time }),
            "plumtree(shortest=12.3456,longest=24.6912)");
        yield return (
            GossipStrategies.PushPull(new PushPullOptions { Fanout = three, Rounds = 0, RoundInterval = time }),
            "pushpull(fanout=3,rounds=0,interval=12.3456)");
        yield return (
            GossipStrategies.PushForever(
                new PushForeverOptions { Fanout = three, HotTime = 2 * time, RoundInterval = time }),
            "push-forever(fanout=3,interval=12.3456,hot=24.6912)");
        yield return (
            GossipStrategies.RumorMongering(new RumorMongeringOptions
            {
                Fanout = three, K = 7, UsesFeedback = false, UsesCoin = true, RoundInterval = time,
            }),
            "rumor(fanout=3,k=7,blind,coin,interval=12.3456)");
        yield return (
            GossipStrategies.AntiEntropy(new AntiEntropyOptions { Fanout = three, RoundInterval = time }),
            "antientropy(fanout=3,interval=12.3456)");
        yield return (GossipStrategies.FromName("auto", Fanout.ForReliability(0.99))!, "auto(fanout=0.99)");
    }

    [TestCaseSource(nameof(WithEveryOption))]
    public void Every_option_should_be_in_the_text_and_be_read_back((GossipStrategy Strategy, string Text) one)
    {
        (GossipStrategy strategy, string text) = one;
        Assert.That(strategy.ToString(), Is.EqualTo(text));
        GossipStrategy? read = GossipStrategies.FromText(strategy.Name, strategy.Parameters);
        Assert.That(read?.ToString(), Is.EqualTo(text));
    }

    [Test]
    public void No_property_of_options_should_be_missing_in_the_text()
    {
        int written = WithEveryOption().Select(one => one.Strategy)
            .Where(strategy => strategy.Name is not ("push" or "ring" or "auto"))
            .GroupBy(strategy => strategy.Name)
            .Sum(group => group.SelectMany(strategy => strategy.Parameters.Split(','))
                .Select(part => part.Split('=')[0]).Distinct().Count());
        int properties = new[]
        {
            typeof(TreeOptions), typeof(PlumtreeOptions), typeof(PushPullOptions), typeof(PushForeverOptions),
            typeof(RumorMongeringOptions), typeof(AntiEntropyOptions),
        }.Sum(type => type.GetProperties().Length);
        Assert.That(written, Is.EqualTo(properties), "a new option needs a name in the text");
    }

    [TestCase("tree", "rings=9")]
    [TestCase("tree", "hot=3")]
    [TestCase("rumor", "blind=1")]
    [TestCase("pushpull", "interval=-3")]
    [TestCase("pushpull", "interval=9999999999999999999999999999")]
    [TestCase("push", "fanout=custom")]
    [TestCase("broadcast", "k=1")]
    [TestCase("magic", "")]
    public void Text_that_is_none_of_a_strategy_should_be_refused(string name, string parameters) =>
        Assert.That(GossipStrategies.FromText(name, parameters), Is.Null);

    [Test]
    public void An_unknown_name_should_be_no_strategy() => Assert.That(GossipStrategies.FromName("magic"), Is.Null);
}
