using NodeGroups.Protocol;
using static NodeGroups.Tests.Wire.Frames;

namespace NodeGroups.Tests.Wire;

public sealed class MessageCodecTests
{
    [TestCaseSource(typeof(SampleMessages), nameof(SampleMessages.All))]
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

    [TestCaseSource(typeof(SampleMessages), nameof(SampleMessages.All))]
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

    [TestCaseSource(typeof(SampleMessages), nameof(SampleMessages.All))]
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
    public void Codec_should_cut_an_error_text_at_a_character()
    {
        byte[] frame = Encode(new CallReply(1, CallResult.HandlerFailed, "x" + new string('ü', 600), default));
        MessageCodec.Decode(frame, out _, out ProtocolMessage? read);
        Assert.That(((CallReply)read!).ErrorText, Is.EqualTo("x" + new string('ü', 511)));
    }
}
