using NodeGroups.Protocol;
using static NodeGroups.Tests.Wire.Frames;

namespace NodeGroups.Tests.Wire;

/// <summary>Each limit holds in both directions: one below and the limit itself pass, one above is refused.</summary>
public sealed class MessageLimitTests
{
    private static readonly NodeId Id = new(3, 4);

    private static IEnumerable<TestCaseData> Limits()
    {
        (string Name, int Limit, Func<int, ProtocolMessage> Make, Func<int, byte[]> Build)[] cases =
        [
            ("members", ProtocolLimits.MembersPerMessage,
                n => new MemberUpdates([.. Enumerable.Repeat(MemberOf(0), n)]), n => BuildMembers(n, 0)),
            ("groups", ProtocolLimits.GroupsPerMember,
                n => new Ping(1, [MemberOf(n)]), n => BuildMembers(1, n)),
            ("entries", ProtocolLimits.EntriesPerDigest,
                n => new GossipDigest("g", true, [.. Enumerable.Repeat(EntryOf(0), n)]), n => BuildDigest(n, 0)),
            ("words", ProtocolLimits.WordsPerDigestEntry,
                n => new GossipDigest("g", true, [EntryOf(n)]), n => BuildDigest(1, n)),
            ("pulls", ProtocolLimits.SequencesPerPull,
                n => new GossipPull("g", Id, new ulong[n]), BuildPull),
            ("name", NameRules.LengthLimit,
                n => new CallRequest(1, default, new string('m', n), TimeSpan.Zero, "", default), BuildRequest),
            ("member name", NameRules.LengthLimit,
                n => new Ping(1, [MemberOf(0, new string('m', n))]), BuildNamed),
        ];
        return cases.Select(c => new TestCaseData(c.Limit, c.Make, c.Build).SetArgDisplayNames(c.Name));
    }

    [TestCaseSource(nameof(Limits))]
    public void Limit_should_hold_in_both_directions(
        int limit, Func<int, ProtocolMessage> make, Func<int, byte[]> build)
    {
        foreach (int count in new[] { limit - 1, limit })
        {
            Assert.That(Decode(Encode(make(count))), Is.EqualTo(DecodeError.None));
            Assert.That(Decode(build(count)), Is.EqualTo(DecodeError.None));
        }

        Assert.That(() => Encode(make(limit + 1)), Throws.ArgumentException);
        Assert.That(Decode(build(limit + 1)), Is.EqualTo(DecodeError.BadBody));
    }

    [TestCase(-1, DecodeError.None)]
    [TestCase(0, DecodeError.None)]
    [TestCase(1, DecodeError.BadLength)]
    public void Frame_should_be_read_up_to_the_largest_length(int beyond, DecodeError expected)
    {
        int length = ProtocolLimits.MaximumFrameBytes + beyond;
        int overhead = FrameHeader.Size + 1 + 1 + 1 + 4;
        byte[] payload = new byte[length - overhead];
        byte[] frame = Build(
            MessageTag.CallReply,
            (ref WireWriter writer) => MessageWriter.Write(ref writer, new CallReply(1, 0, "", payload)),
            length);
        Assert.That((frame.Length, Decode(frame)), Is.EqualTo((length, expected)));
    }

    [Test]
    public void Frame_that_could_be_too_long_should_not_be_written()
    {
        CallReply message = new(1, CallResult.Replied, "", new byte[ProtocolLimits.MaximumFrameBytes]);
        Assert.That(() => Encode(message), Throws.ArgumentException);
    }

    [TestCase(127, 127)]
    [TestCase(128, 128)]
    [TestCase(129, 0)]
    public void Trace_context_should_be_left_out_when_it_is_too_long(int length, int expected)
    {
        CallRequest request = new(1, default, "m", TimeSpan.Zero, new string('t', length), default);
        MessageCodec.Decode(Encode(request), out _, out ProtocolMessage? read);
        Assert.That(((CallRequest)read!).TraceParent, Has.Length.EqualTo(expected));
    }

    [Test]
    public void Timeout_should_be_cut_to_its_range()
    {
        foreach ((TimeSpan given, TimeSpan expected) in new[]
        {
            (TimeSpan.MinValue, TimeSpan.Zero), (TimeSpan.FromDays(24), TimeSpan.FromDays(24)),
            (TimeSpan.MaxValue, TimeSpan.FromDays(24)),
        })
        {
            MessageCodec.Decode(
                Encode(new CallRequest(1, default, "m", given, "", default)), out _, out ProtocolMessage? read);
            Assert.That(((CallRequest)read!).Timeout, Is.EqualTo(expected));
        }
    }

    private static IEnumerable<string> Names(int count) => Enumerable.Range(0, count).Select(i => $"g{i:d5}");

    private static Member MemberOf(int groups, string name = "") => new(
        Id, name, NodeAddress.Loopback(1), MemberStatus.Alive, 0, [.. Names(groups).Select(group => (GroupName)group)]);

    private static DigestEntry EntryOf(int words) => new(Id, 1, 2, new ulong[words]);

    private static byte[] BuildMembers(int members, int groups) => Build(MessageTag.MemberUpdates, (ref WireWriter w) =>
    {
        w.WriteVarint((ulong)members);
        for (int i = 0; i < members; i++)
        {
            WriteMember(ref w, "", groups);
        }
    });

    private static byte[] BuildNamed(int length) => Build(MessageTag.MemberUpdates, (ref WireWriter w) =>
    {
        w.WriteVarint(1);
        WriteMember(ref w, new string('m', length), 0);
    });

    private static void WriteMember(ref WireWriter w, string name, int groups)
    {
        w.WriteId(Id);
        w.WriteAscii(name);
        w.WriteAscii("h");
        w.WritePort(1);
        w.WriteByte(1);
        w.WriteVarint(0);
        w.WriteVarint((ulong)groups);
        foreach (string group in Names(groups))
        {
            w.WriteAscii(group);
        }
    }

    private static byte[] BuildDigest(int entries, int words) => Build(MessageTag.GossipDigest, (ref WireWriter w) =>
    {
        w.WriteAscii("g");
        w.WriteBoolean(false);
        w.WriteVarint((ulong)entries);
        for (int i = 0; i < entries; i++)
        {
            w.WriteId(Id);
            w.WriteVarint(1);
            w.WriteVarint(2);
            w.WriteVarint((ulong)words);
            for (int word = 0; word < words; word++)
            {
                w.WriteWord(5);
            }
        }
    });

    private static byte[] BuildPull(int count) => Build(MessageTag.GossipPull, (ref WireWriter w) =>
    {
        w.WriteAscii("g");
        w.WriteId(Id);
        w.WriteVarint((ulong)count);
        for (int i = 0; i < count; i++)
        {
            w.WriteVarint(1);
        }
    });

    private static byte[] BuildRequest(int length) => Build(MessageTag.CallRequest, (ref WireWriter w) =>
    {
        w.WriteVarint(1);
        w.WriteAscii("");
        w.WriteAscii(new string('m', length));
        w.WriteVarint(0);
        w.WriteAscii("");
        w.WriteVarint(0);
    });
}
