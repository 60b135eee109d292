using NodeGroups.Gossip;
using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip.Large;

public sealed class LargeDescriptionTests
{
    [TestCase(1, 65_536, 1)]
    [TestCase(65_537, 65_536, 5)]
    [TestCase(16 * 1024 * 1024, 65_536, 256)]
    [TestCase(3_000_000, 65_536, 64)]
    [TestCase(5_000_000, 1024, 4096)]
    public void Description_should_be_read_as_it_was_written(int bytes, int largestChunk, int chunks)
    {
        byte[] payload = Random(bytes);
        LargeDescription description = LargeDescription.Read(LargeDescription.Write(payload, largestChunk))!;
        Assert.That((description.TotalBytes, description.ChunkCount), Is.EqualTo((bytes, chunks)));
        int covered = 0;
        for (int i = 0; i < chunks; i++)
        {
            byte[] chunk = payload[description.PlaceOf(i)];
            Assert.That(description.Fits(i, chunk), Is.True);
            Assert.That(chunk, Has.Length.EqualTo(description.SizeOf(i)));
            covered += chunk.Length;
        }

        Assert.That(covered, Is.EqualTo(bytes));
    }

    [Test]
    public void Chunk_should_fit_only_unchanged_and_in_its_place()
    {
        byte[] payload = Random(100_000);
        LargeDescription description = LargeDescription.Read(LargeDescription.Write(payload, 65_536))!;
        byte[] first = payload[description.PlaceOf(0)];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(description.Fits(1, first), Is.False, "another place");
            Assert.That(description.Fits(0, first.AsSpan(0, first.Length - 1)), Is.False, "too short");
            Assert.That(description.Fits(-1, first), Is.False);
            Assert.That(description.Fits(description.ChunkCount, first), Is.False);
            first[77] ^= 1;
            Assert.That(description.Fits(0, first), Is.False, "one bit");
        }
    }

    [Test]
    public void Every_mutation_and_prefix_of_a_description_should_be_refused()
    {
        byte[] description = LargeDescription.Write(Random(70_000), 65_536);
        for (int i = 0; i < description.Length; i++)
        {
            byte[] changed = [.. description];
            changed[i] ^= 0x41;
            Assert.That(LargeDescription.Read(changed), Is.Null, $"byte {i}");
            Assert.That(LargeDescription.Read(description.AsMemory(0, i)), Is.Null, $"prefix {i}");
        }

        Assert.That(LargeDescription.Read((byte[])[.. description, 0]), Is.Null);
    }

    [TestCase(0UL, 1024UL)]
    [TestCase(1UL << 31, 1UL << 18)]
    [TestCase(ulong.MaxValue, 1024UL)]
    [TestCase(1024UL, 0UL)]
    [TestCase(1024UL, (1UL << 18) + 1)]
    [TestCase((ulong)int.MaxValue, 1UL)]
    [TestCase(3000UL, 1024UL)]
    public void Sizes_that_cannot_be_should_be_refused(ulong total, ulong chunk)
    {
        byte[] lie = new byte[16 + (3 * ChunkHash.Size)];
        WireWriter writer = new(lie);
        writer.WriteWord(total);
        writer.WriteWord(chunk);
        ChunkHash.Compute(lie.AsSpan(0, lie.Length - ChunkHash.Size), lie.AsSpan(lie.Length - ChunkHash.Size));
        Assert.That(LargeDescription.Read(lie), Is.Null);
    }

    private static byte[] Random(int bytes)
    {
        DeterministicRandom random = new(5);
        byte[] data = new byte[bytes];
        for (int i = 0; i < bytes; i++)
        {
            data[i] = (byte)random.NextInt32(256);
        }

        return data;
    }
}
