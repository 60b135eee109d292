using NodeGroups.Protocol;
using static NodeGroups.Tests.Wire.Frames;

namespace NodeGroups.Tests.Wire;

/// <summary>Frames made to cost as much memory as their bytes can buy.</summary>
public sealed class HostileFrameTests
{
    private const string Characters = "-.0123456789:ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

    [TestCase(1, 60)]
    [TestCase(2, 1024)]
    [TestCase(3, 1024)]
    [TestCase(8, 1024)]
    public void Short_group_names_should_cost_at_most_sixteen_times_their_bytes(int length, int groups)
    {
        string[] names = [.. Names(length).Take(groups)];
        byte[] frame = BuildMembers(200, names);
        Assert.That(AllocatedBy(frame, out DecodeError error), Is.LessThanOrEqualTo((16L * frame.Length) + 4096));
        Assert.That(error, Is.EqualTo(DecodeError.None));
    }

    [Test]
    public void Members_without_groups_should_cost_at_most_six_times_their_bytes()
    {
        byte[] frame = BuildMembers(ProtocolLimits.MembersPerMessage, []);
        Assert.That(AllocatedBy(frame, out _), Is.LessThanOrEqualTo((6L * frame.Length) + 4096));
    }

    [Test]
    public void Digest_entries_should_cost_at_most_four_times_their_bytes([Values(0, 1, 2)] int words)
    {
        DigestEntry entry = new(new NodeId(3, 4), 1, 1, new ulong[words]);
        byte[] frame = Encode(new GossipDigest("g", true, [.. Enumerable.Repeat(entry, 4096)]));
        Assert.That(AllocatedBy(frame, out _), Is.LessThanOrEqualTo((4L * frame.Length) + 4096));
    }

    [Test]
    public void Counts_that_the_bytes_cannot_hold_should_cost_nothing()
    {
        byte[] members = Build(MessageTag.MemberUpdates, static (ref WireWriter w) => w.WriteVarint(512));
        byte[] payload = Build(MessageTag.CallReply, static (ref WireWriter w) =>
        {
            w.WriteVarint(1);
            w.WriteByte(0);
            w.WriteVarint(0);
            w.WriteVarint(int.MaxValue);
        });
        foreach (byte[] frame in new[] { members, payload })
        {
            Assert.That(AllocatedBy(frame, out DecodeError error), Is.LessThan(256));
            Assert.That(error, Is.EqualTo(DecodeError.BadBody));
        }
    }

    private static long AllocatedBy(byte[] frame, out DecodeError error)
    {
        _ = Decode(frame);
        long before = GC.GetAllocatedBytesForCurrentThread();
        error = MessageCodec.Decode(frame, out _, out _);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>All names of a length, in order.</summary>
    private static IEnumerable<string> Names(int length) => length == 1
        ? Characters.Where(char.IsAsciiLetterOrDigit).Select(c => c.ToString())
        : Names(length - 1).SelectMany(start => Characters.Select(c => start + c));

    private static byte[] BuildMembers(int count, string[] groups) => Build(
        MessageTag.MemberUpdates,
        (ref WireWriter w) =>
        {
            w.WriteVarint((ulong)count);
            for (int i = 0; i < count; i++)
            {
                w.WriteId(new NodeId(3, (ulong)i));
                w.WriteAscii("");
                w.WriteAscii("h");
                w.WritePort(1);
                w.WriteByte(1);
                w.WriteVarint(0);
                w.WriteVarint((ulong)groups.Length);
                foreach (string group in groups)
                {
                    w.WriteAscii(group);
                }
            }
        },
        4 * 1024 * 1024);
}
