using NodeGroups.Protocol;

namespace NodeGroups.Tests.Wire;

public sealed class ChecksumTests
{
    [TestCase("", 0u)]
    [TestCase("123456789", 0xE3069283u, Description = "the check value of CRC-32C")]
    [TestCase("The quick brown fox jumps over the lazy dog", 0x22620404u)]
    public void Checksum_should_be_that_of_the_published_examples(string text, uint expected) =>
        Assert.That(Checksum.Compute(System.Text.Encoding.ASCII.GetBytes(text)), Is.EqualTo(expected));
}
