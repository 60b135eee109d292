using NodeGroups.Protocol;
using NodeGroups.Simulation;

namespace SimulationTests.Transcripts;

public sealed class TranscriptTests
{
    [Test]
    public void Tail_should_be_bounded_and_in_order_while_the_hash_covers_all()
    {
        using StringWriter sink = new();
        Transcript transcript = Fill(sink, 0);
        Assert.That(transcript.Count, Is.EqualTo(10));
        Assert.That(transcript.GetTail().Select(l => l.Number), Is.EqualTo(new ulong[] { 7, 8, 9 }));
        Assert.That(Fill(null, 0).Hash, Is.EqualTo(transcript.Hash));
        Assert.That(Fill(null, 100).Hash, Is.Not.EqualTo(transcript.Hash), "another first line");
        Assert.That(sink.ToString().Split('\n'), Has.Length.EqualTo(11));
    }

    private static Transcript Fill(TextWriter? sink, ulong first)
    {
        Transcript transcript = new(3, sink);
        for (ulong i = 0; i < 10; i++)
        {
            ulong number = i == 0 ? first : i;
            transcript.Add(new TranscriptLine(MonotonicTime.Zero, TranscriptKind.Signal, 1, -1, number, null));
        }

        return transcript;
    }
}
