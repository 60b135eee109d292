using NodeGroups.Protocol;

namespace NodeGroups.Tests.Wire;

/// <summary>Holds the bytes of one frame of each sample: a change of the format cannot pass unseen.</summary>
/// <remarks>NODEGROUPS_ACCEPT=1 in the environment writes Goldens.txt anew: review the difference.</remarks>
public sealed class MessageGoldenTests
{
    [Test]
    public void Frames_should_have_the_bytes_on_record()
    {
        string[] lines =
        [
            .. SampleMessages.All().Select(m => $"{m.GetType().Name} {Convert.ToHexStringLower(Frames.Encode(m))}"),
        ];
        string path = Path.Combine(FindRoot(), "tests", "NodeGroups.Protocol.Tests", "Wire", "Goldens.txt");
        if (Environment.GetEnvironmentVariable("NODEGROUPS_ACCEPT") == "1")
        {
            File.WriteAllText(path, string.Join('\n', lines) + "\n");
        }

        Assert.That(lines, Is.EqualTo(File.ReadAllLines(path)));
    }

    [Test]
    public void Frames_on_record_should_be_of_every_kind_and_still_be_read()
    {
        string path = Path.Combine(FindRoot(), "tests", "NodeGroups.Protocol.Tests", "Wire", "Goldens.txt");
        HashSet<MessageTag> tags = [];
        foreach (string line in File.ReadAllLines(path))
        {
            byte[] frame = Convert.FromHexString(line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            Assert.That(Frames.Decode(frame), Is.EqualTo(DecodeError.None), line);
            tags.Add((MessageTag)frame[10]);
        }

        Assert.That(tags, Is.EquivalentTo(Enum.GetValues<MessageTag>()));
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "NodeGroups.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException("The tests run outside of the repository.");
    }
}
