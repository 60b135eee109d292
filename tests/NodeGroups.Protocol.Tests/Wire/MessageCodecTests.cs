using System.Buffers;
using System.Buffers.Binary;
using System.Collections;
using NodeGroups.Protocol;

namespace NodeGroups.Tests.Wire;

public sealed class MessageCodecTests
{
    private static readonly NodeId To = new(1, 2);
    private static readonly NodeId Other = new(3, 4);
    private static readonly byte[] Payload = [1, 2, 3, 4, 5];

    private static IEnumerable<ProtocolMessage> Samples()
    {
        Member member = new(
            Other, "alpha", new NodeAddress("10.0.0.5", 7400), MemberStatus.Suspect, 300, ["a", "b.c"]);
        Member bare = new(To, string.Empty, NodeAddress.Loopback(1), MemberStatus.Left, uint.MaxValue, []);
        yield return new Ping(1, []);
        yield return new Ack(uint.MaxValue, [member, bare]);
        yield return new PingRequest(7, Other, [bare]);
        yield return new Nack(128, true, [member]);
        yield return new MemberUpdates([member, bare]);
        yield return new Sync(true, false, [member]);
        yield return new RumorMessage("orders", Other, ulong.MaxValue, int.MaxValue, RumorKind.Invocation, "t:1", Payload);
        yield return new GossipControl("orders", GossipMessageKind.Graft, NodeId.None, 0, 3, ulong.MaxValue);
        yield return new GossipDigest("orders", true, [new(Other, 1, 500, [ulong.MaxValue, 5]), new(To, 0, 0, [])]);
        yield return new GossipPull("orders", Other, [1, 128, ulong.MaxValue]);
        yield return new CallRequest(1, default, "get", TimeSpan.FromSeconds(3), "00-ab-cd-01", Payload);
        yield return new CallRequest(9, "orders", "get", TimeSpan.Zero, string.Empty, default);
        yield return new CallReply(1, CallResult.HandlerFailed, "bad ü", default);
        yield return new CallReply(ulong.MaxValue, CallResult.Replied, string.Empty, Payload);
        yield return new CallCancel(300);
    }

    [TestCaseSource(nameof(Samples))]
    public void Codec_should_read_what_it_wrote(ProtocolMessage message)
    {
        byte[] frame = Encode(message);
        MessageDecoder decoder = new();
        for (int i = 0; i < 2; i++)
        {
            DecodeError error = decoder.Decode(frame, out NodeId to, out ProtocolMessage? read);
            Assert.That((error, to), Is.EqualTo((DecodeError.None, To)));
            Assert.That(Describe(read), Is.EqualTo(Describe(message)));
        }

        Assert.That(MessageCodec.Decode(frame, out _, out ProtocolMessage? plain), Is.EqualTo(DecodeError.None));
        Assert.That(Encode(plain!), Is.EqualTo(frame));
    }

    [TestCaseSource(nameof(Samples))]
    public void Codec_should_refuse_every_prefix_and_every_flipped_bit(ProtocolMessage message)
    {
        byte[] frame = Encode(message);
        for (int length = 0; length < frame.Length; length++)
        {
            byte[] prefix = frame[..length];
            Assert.That(MessageCodec.Decode(prefix, out _, out _), Is.EqualTo(DecodeError.BadLength));
            if (length >= FrameHeader.Size)
            {
                Seal(prefix);
                Assert.That(MessageCodec.Decode(prefix, out _, out _), Is.EqualTo(DecodeError.BadBody));
            }
        }

        for (int bit = 0; bit < frame.Length * 8; bit++)
        {
            byte[] flipped = [.. frame];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.That(MessageCodec.Decode(flipped, out _, out _), Is.Not.EqualTo(DecodeError.None));
        }

        byte[] longer = [.. frame, 0];
        Seal(longer);
        Assert.That(MessageCodec.Decode(longer, out _, out _), Is.EqualTo(DecodeError.BadBody));
    }

    [TestCaseSource(nameof(Samples))]
    public void Codec_should_survive_mutations_with_a_valid_checksum_within_bounded_memory(ProtocolMessage message)
    {
        byte[] frame = Encode(message);
        DeterministicRandom random = new(7);
        for (int i = 0; i < 3000; i++)
        {
            byte[] mutated = [.. frame];
            for (int edit = 0; edit < 1 + (i % 4); edit++)
            {
                int place = 8 + (int)(random.NextUInt64() % (ulong)(frame.Length - 8));
                mutated[place] = (byte)random.NextUInt64();
            }

            Seal(mutated);
            long before = GC.GetAllocatedBytesForCurrentThread();
            DecodeError error = MessageCodec.Decode(mutated, out _, out ProtocolMessage? read);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.That(allocated, Is.LessThanOrEqualTo((4 * frame.Length) + 4096));
            Assert.That(read is not null, Is.EqualTo(error == DecodeError.None));
        }
    }

    [Test]
    public void Codec_should_keep_the_limit_of_sequences_in_both_directions()
    {
        int limit = ProtocolLimits.SequencesPerPull;
        Assert.That(Encode(new GossipPull("g", Other, new ulong[limit - 1])), Is.Not.Empty);
        Assert.That(
            MessageCodec.Decode(Encode(new GossipPull("g", Other, new ulong[limit])), out _, out _),
            Is.EqualTo(DecodeError.None));
        Assert.That(() => Encode(new GossipPull("g", Other, new ulong[limit + 1])), Throws.ArgumentException);
    }

    [Test]
    public void Codec_should_cut_an_error_text_at_a_character()
    {
        byte[] frame = Encode(new CallReply(1, CallResult.HandlerFailed, "x" + new string('ü', 600), default));
        MessageCodec.Decode(frame, out _, out ProtocolMessage? read);
        Assert.That(((CallReply)read!).ErrorText, Is.EqualTo("x" + new string('ü', 511)));
    }

    private static byte[] Encode(ProtocolMessage message)
    {
        ArrayBufferWriter<byte> output = new();
        Assert.That(MessageCodec.Encode(To, message, output), Is.EqualTo(output.WrittenCount));
        return output.WrittenSpan.ToArray();
    }

    private static void Seal(byte[] frame)
    {
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), Checksum.Compute(frame.AsSpan(8)));
    }

    private static string Describe(object? value) => value switch
    {
        null => "null",
        ReadOnlyMemory<byte> bytes => Convert.ToHexString(bytes.Span),
        string or ValueType => value.ToString()!,
        IEnumerable items => "[" + string.Join(",", items.Cast<object>().Select(Describe)) + "]",
        _ => value.GetType().Name + "{" + string.Join(
            ";", value.GetType().GetProperties().Select(p => p.Name + "=" + Describe(p.GetValue(value)))) + "}",
    };
}
