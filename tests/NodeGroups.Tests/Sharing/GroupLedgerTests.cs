using NodeGroups.Protocol;

namespace NodeGroups.Tests.Sharing;

internal sealed class GroupLedgerTests
{
    private static readonly NodeId s_low = new(1, 1);
    private static readonly NodeId s_high = new(2, 2);
    private static readonly MonotonicTime s_start = MonotonicTime.Zero;

    [Test]
    public void Later_version_should_win_and_between_equals_the_greater_writer()
    {
        GroupLedger ledger = new();
        ledger.Set(Active("kv", 2, s_low), s_start);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ledger.IsNews(Active("kv", 1, s_high)), Is.False);
            Assert.That(ledger.IsNews(Active("kv", 2, s_low)), Is.False);
            Assert.That(ledger.IsNews(Active("kv", 2, s_high)), Is.True);
            Assert.That(ledger.IsNews(Removed("kv", 3, s_low)), Is.True);
            Assert.That(ledger.IsNews(Active("kv", long.MaxValue, s_high)), Is.False, "No version could follow.");
            Assert.That(ledger.Version, Is.EqualTo(2));
        }
    }

    [Test]
    public void Comparing_should_find_both_sides_news()
    {
        GroupLedger left = new();
        GroupLedger right = new();
        left.Set(Active("same", 1, s_low), s_start);
        right.Set(Active("same", 1, s_low), s_start);
        left.Set(Active("changed", 5, s_low), s_start);
        right.Set(Removed("changed", 6, s_low), s_start);
        left.Set(Active("left", 2, s_low), s_start);
        right.Set(Active("right", 3, s_low), s_start);
        List<LedgerEntry> news = right.Compare(left.Marks(), s_start, out List<string> wanted);
        Assert.That(news.Select(entry => entry.Key), Is.EqualTo(new[] { "service:changed", "service:right" }));
        Assert.That(wanted, Is.EqualTo(new[] { "service:left" }));
    }

    [Test]
    public void What_was_removed_should_be_remembered_for_a_bounded_time_and_number()
    {
        GroupLedger ledger = new();
        ledger.Set(Active("kept", 1, s_low), s_start);
        for (int i = 0; i < GroupLedger.RemovedLimit + 10; i++)
        {
            ledger.Set(Removed($"s{i}", 2, s_low), s_start);
        }

        Assert.That(ledger.Entries.Count(entry => entry.IsRemoved), Is.EqualTo(GroupLedger.RemovedLimit));
        ledger.Forget(s_start + GroupLedger.RemovedRetention + TimeSpan.FromSeconds(1));
        Assert.That(ledger.Entries.Select(entry => entry.Key), Is.EqualTo(new[] { "service:kept" }));
        Assert.That(ledger.LiveCount, Is.EqualTo(1));
    }

    [Test]
    public void What_was_removed_should_be_forgotten_by_all_an_hour_after_its_removal()
    {
        GroupLedger first = new();
        GroupLedger second = new();
        first.Set(Removed("kv", 2, s_low), s_start);
        MonotonicTime late = s_start + (GroupLedger.RemovedRetention - TimeSpan.FromSeconds(1));
        second.Set(Active("later", 3, s_low), late);
        second.Set(Removed("later", 4, s_low), late);
        foreach (LedgerEntry entry in first.Compare(second.Marks(), late, out _))
        {
            second.Set(entry, late);
        }

        MonotonicTime end = s_start + GroupLedger.RemovedRetention;
        Assert.That(second.Find("service:kv"), Is.Not.Null);
        first.Forget(end);
        second.Forget(end);
        Assert.That(first.Count, Is.Zero);
        Assert.That(second.Entries.Select(entry => entry.Key), Is.EqualTo(new[] { "service:later" }));
    }

    [Test]
    public void Version_far_above_all_known_should_be_no_news()
    {
        GroupLedger ledger = new();
        ledger.Set(Active("kv", 2, s_low), s_start);
        Assert.That(ledger.IsNews(Active("kv", 1L << 33, s_low)), Is.False);
        Assert.That(ledger.IsNews(Active("kv", 1L << 32, s_low)), Is.True);
        Assert.That(GroupLedger.IsPlausible(long.MaxValue, 2), Is.False);
    }

    [Test]
    public void Hash_should_be_equal_for_equal_ledgers_and_tell_others_apart()
    {
        GroupLedger left = new();
        GroupLedger right = new();
        left.Set(Active("a", 1, s_low), s_start);
        left.Set(Active("b", 2, s_high), s_start);
        right.Set(Active("b", 2, s_high), s_start);
        right.Set(Active("a", 1, s_low), s_start);
        Assert.That(right.Hash(), Is.EqualTo(left.Hash()));
        right.Set(Removed("a", 2, s_low), s_start);
        Assert.That(right.Hash(), Is.Not.EqualTo(left.Hash()));
        left.Set(Removed("a", 2, s_high), s_start);
        Assert.That(right.Hash(), Is.Not.EqualTo(left.Hash()), "The writer counts.");
    }

    private static LedgerEntry Active(string service, long version, NodeId writer) => new()
    {
        Key = LedgerEntry.KeyOf(service),
        Version = version,
        Writer = writer,
        Service = new ServiceData(service, default),
    };

    private static LedgerEntry Removed(string service, long version, NodeId writer) =>
        new() { Key = LedgerEntry.KeyOf(service), Version = version, Writer = writer };
}
