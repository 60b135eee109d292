using System.Text.Json;

namespace NodeGroups.Tests.Services;

internal sealed class ServiceConfigurationTests
{
    [TestCase("""{"text":"six","number":6}""", "six 6")]
    [TestCase("""{"Text":"six","Number":6}""", "six 6")]
    [TestCase("null", null)]
    public async Task Configuration_should_be_read_without_generated_metadata(string json, string? expected)
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        Answer? read = new("none", 0);
        node.Catalogue.Offer("test", (context, _) =>
        {
            read = context.ReadConfiguration<Answer>();
            return ValueTask.CompletedTask;
        });
        using JsonDocument value = JsonDocument.Parse(json);
        using JsonDocument list = JsonDocument.Parse("[]");
        GroupReply<bool> good = await node.Local.ActivateServiceAsync("test", value.RootElement, cluster.Token);
        GroupReply<bool> bad = await node.Local.ActivateServiceAsync("test", list.RootElement, cluster.Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(good.AllReplied, Is.True);
            Assert.That(read is null ? null : $"{read.Text} {read.Number}", Is.EqualTo(expected));
            Assert.That(bad[0].Error!.Message, Does.Contain(nameof(JsonException)));
        }
    }
}
