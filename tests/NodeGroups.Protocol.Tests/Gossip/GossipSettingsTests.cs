namespace NodeGroups.Protocol.Tests.Gossip;

internal sealed class GossipSettingsTests
{
    [Test]
    public void Defaults_should_be_valid() =>
        Assert.That(new GossipSettings().Validate(ProtocolLimits.DefaultFrameBytes), Is.Empty);

    [Test]
    public void Validate_should_tell_a_problem_of_each_property()
    {
        GossipSettings settings = new()
        {
            PayloadBytesLimit = 0,
            Large = new LargePayloadSettings { StallTimeout = TimeSpan.Zero },
            RetainedRumorsLimit = 0,
            RetainedBytesLimit = 0,
            Retention = TimeSpan.Zero,
            MinimumRetention = TimeSpan.Zero,
            HoldLimit = TimeSpan.FromTicks(-1),
            InitialLatency = TimeSpan.Zero,
            FirstRepairDelay = TimeSpan.Zero,
            RepairInterval = TimeSpan.Zero,
            IdleRepairInterval = TimeSpan.Zero,
            MinimumPullDelay = TimeSpan.Zero,
            OriginMemory = TimeSpan.Zero,
            StrangersLimit = 0,
            RemovedGroupsLimit = -1,
            WindowSize = 100,
        };
        IReadOnlyList<string> problems = settings.Validate(ProtocolLimits.DefaultFrameBytes);

        Assert.That(
            problems.Select(problem => problem.Split(' ', ':')[0]),
            Is.EquivalentTo(typeof(GossipSettings).GetProperties().Select(property => property.Name)));
    }

    [Test]
    public void Validate_should_find_what_contradicts_something_else()
    {
        GossipSettings settings = new() { WindowSize = 64, OriginMemory = TimeSpan.FromSeconds(59) };

        Assert.That(
            settings.Validate(ProtocolLimits.DefaultFrameBytes),
            Is.EqualTo((string[])
            [
                "RetainedRumorsLimit must be positive, and at most WindowSize.",
                "OriginMemory must be positive, and at least Retention.",
            ]));
    }
}
