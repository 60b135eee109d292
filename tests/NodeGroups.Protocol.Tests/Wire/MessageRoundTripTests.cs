using NodeGroups.Protocol;

namespace NodeGroups.Tests.Wire;

public sealed class MessageRoundTripTests
{
    [Test]
    public void Codec_should_read_what_it_wrote_whatever_the_content([Range(0, 9)] int part)
    {
        MessageDecoder decoder = new();
        for (int seed = part * 50; seed < (part + 1) * 50; seed++)
        {
            foreach (ProtocolMessage message in new RandomMessages((ulong)seed).OneOfEachKind())
            {
                byte[] frame = Frames.Encode(message);
                DecodeError error = decoder.Decode(frame, out NodeId to, out ProtocolMessage? read);
                Assert.That((error, to), Is.EqualTo((DecodeError.None, Frames.To)), $"seed {seed}, {message}");
                Assert.That(Frames.Describe(read), Is.EqualTo(Frames.Describe(message)), $"seed {seed}");
                Assert.That(Frames.Encode(read!), Is.EqualTo(frame), $"seed {seed}");
            }
        }
    }
}
