using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NodeGroups.Processes;
using NodeGroups.Protocol;

namespace NodeGroups.Tests.Processes;

internal sealed class ChildStartTests
{
    private static readonly NodeId Parent = NodeId.Create(new DeterministicRandom(7));

    private static readonly JsonSerializerOptions WithIdentities = new()
    {
        Converters = { new NodeIdJsonConverter(), new NodeAddressJsonConverter(), new GroupNameJsonConverter() },
    };

    private static ChildStart Plain => ScriptedLauncher.CreateStart(Parent, ChildProof.CreateSecret());

    private static ChildStart Full => Plain with
    {
        Advertise = new NodeAddress("example.org", 4000),
        Seeds = [NodeAddress.Loopback(1), new NodeAddress("::1", 2)],
        JoinTimeout = TimeSpan.FromDays(1.5),
        Membership = new MembershipSettings { ProbeInterval = TimeSpan.FromSeconds(3), IndirectProbes = 5 },
        Gossip = new GossipSettings { Large = new LargePayloadSettings { ChunkBytes = 4096 } },
        Transport = new TransportLimits { SendQueueBytes = 1_000_000 },
        GroupDefaults = new GroupOptionsData("push", "rounds=3", "log+2"),
        RandomSeed = ulong.MaxValue,
        Group = new GroupStart(
            new GroupName("orders"), new GroupOptionsData("auto", "", "4"), [NodeAddress.Loopback(3)]),
        StartAction = "act",
        StartArgument = "with \"quotes\",\nlines and ü",
        AllowRemoteStop = true,
    };

    [Test]
    public void Every_part_of_a_start_should_arrive_when_it_is_set()
    {
        ChildStart expected = Full;
        ChildStart actual = RoundTrip(expected);
        foreach (PropertyInfo part in typeof(ChildStart).GetProperties())
        {
            object? sent = part.GetValue(expected);
            Assert.That(IsAlwaysThere(part) || !Equals(sent, part.GetValue(Plain)), $"{part.Name} is set by this test");
            Assert.That(Describe(part.GetValue(actual)), Is.EqualTo(Describe(sent)), part.Name);
        }
    }

    [Test]
    public void A_start_should_hold_defaults_when_nothing_else_is_set()
    {
        ChildStart expected = Plain;
        string json = JsonSerializer.Serialize(expected, StartJson.Default.ChildStart);
        ChildStart actual = RoundTrip(expected);
        Assert.Multiple(() =>
        {
            Assert.That(json, Does.Not.Contain("probeInterval"));
            Assert.That(actual.Membership, Is.EqualTo(new MembershipSettings()));
            Assert.That(actual.Gossip, Is.EqualTo(new GossipSettings()));
            Assert.That(actual.Transport, Is.EqualTo(new TransportLimits()));
            Assert.That(actual.Group, Is.Null);
            Assert.That(actual.RandomSeed, Is.Null);
        });
    }

    [TestCase("""{}""")]
    [TestCase("""[]""")]
    [TestCase("""{"version":"1"}""")]
    [TestCase("""{"version":1,"token":"?","parent":"x"}""")]
    public void A_start_should_be_refused_as_bad_JSON_when_it_is_none(string json) => Assert.That(
        () => JsonSerializer.Deserialize(json, StartJson.Default.ChildStart), Throws.InstanceOf<JsonException>());

    [Test]
    public void Messages_between_parent_and_child_should_arrive_as_they_were_sent()
    {
        ChildMessage ready = new() { Id = Parent, Address = NodeAddress.Loopback(9) };
        ChildMessage failed = new() { Problem = "taken", ExitCode = 3 };
        ParentMessage introduced = new() { Introduced = true };
        ParentMessage stop = new() { Grace = TimeSpan.FromSeconds(2.5) };
        ViewRequest view = new(GroupName.All, [Parent, NodeId.None]);
        LedgerSummary summary = new(new GroupName("orders"), 3, ulong.MaxValue);
        Assert.Multiple(() =>
        {
            Assert.That(RoundTrip(ready, StartJson.Default.ChildMessage), Is.EqualTo(ready));
            Assert.That(RoundTrip(failed, StartJson.Default.ChildMessage), Is.EqualTo(failed));
            Assert.That(RoundTrip(introduced, StartJson.Default.ParentMessage), Is.EqualTo(introduced));
            Assert.That(RoundTrip(stop, StartJson.Default.ParentMessage), Is.EqualTo(stop));
            Assert.That(RoundTrip(view, StartJson.Default.ViewRequest).Nodes, Is.EqualTo(view.Nodes));
            Assert.That(RoundTrip(summary, StartJson.Default.LedgerSummary), Is.EqualTo(summary));
        });
    }

    private static bool IsAlwaysThere(PropertyInfo part) => part.Name is nameof(ChildStart.Version)
        or nameof(ChildStart.Parent) or nameof(ChildStart.Name) or nameof(ChildStart.Listen)
        or nameof(ChildStart.ClusterId);

    private static string Describe(object? value) => JsonSerializer.Serialize(value, WithIdentities);

    private static ChildStart RoundTrip(ChildStart start) => RoundTrip(start, StartJson.Default.ChildStart);

    private static T RoundTrip<T>(T value, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(value, type), type)!;
}
