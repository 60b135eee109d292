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

    [Test]
    public void An_unknown_name_should_be_no_strategy() => Assert.That(GossipStrategies.FromName("magic"), Is.Null);
}
