namespace NodeGroups.Protocol;

/// <summary>
/// The timing of membership and failure detection (SWIM). Immutable; the defaults suit a local network.
/// </summary>
public sealed record MembershipSettings
{
    /// <summary>Gets the time between probe starts: the protocol period.</summary>
    /// <value>1 second.</value>
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets how long a direct probe waits before helpers are asked.</summary>
    /// <value>500 milliseconds; must be below <see cref="ProbeInterval"/>.</value>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Gets how many helpers are asked to probe indirectly.</summary>
    /// <value>3.</value>
    public int IndirectProbes { get; init; } = 3;

    /// <summary>
    /// Gets the multiplier of the suspicion time: multiplier × max(1, log10(members)) × probe interval.
    /// </summary>
    /// <value>4.</value>
    public int SuspicionMultiplier { get; init; } = 4;

    /// <summary>
    /// Gets how long a suspicion lasts when hard evidence (refused or reset connections) is confirmed by others.
    /// </summary>
    /// <value>150 milliseconds.</value>
    public TimeSpan ConfirmedSuspicionTimeout { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Gets the least time between two spreadings of member changes; the first goes out at once.</summary>
    /// <remarks>
    /// While changes go on, as when many nodes join, spreadings are five times as far apart after the first eight, so
    /// that many changes share a message.
    /// </remarks>
    /// <value>20 milliseconds.</value>
    public TimeSpan GossipInterval { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Gets how many peers a spreading goes to.</summary>
    /// <value>3.</value>
    public int GossipFanout { get; init; } = 3;

    /// <summary>
    /// Gets the multiplier of how often each change is sent on: multiplier × log2(members + 1) sendings.
    /// </summary>
    /// <value>2.</value>
    public int RetransmitMultiplier { get; init; } = 2;

    /// <summary>
    /// Gets how many full syncs are answered in one <see cref="GossipInterval"/>; the others wait their turn.
    /// </summary>
    /// <value>16, with the default interval 800 a second.</value>
    public int SyncsServedLimit { get; init; } = 16;

    /// <summary>Gets the time between full syncs with a random member.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan SyncInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets the first pause between two attempts to join; it doubles up to <see cref="RejoinInterval"/>.
    /// </summary>
    /// <value>200 milliseconds.</value>
    public TimeSpan JoinRetryInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Gets the longest pause between attempts to reach seed nodes and dead members again.</summary>
    /// <value>10 seconds.</value>
    public TimeSpan RejoinInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets how long a dead or departed id is remembered, so that old news cannot revive it.</summary>
    /// <value>24 hours.</value>
    public TimeSpan TombstoneRetention { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Finds every contradiction.</summary>
    /// <returns>A sentence for each problem; none when the settings are valid.</returns>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [];
        Check(ProbeInterval > TimeSpan.Zero, "ProbeInterval must be positive.");
        Check(
            ProbeTimeout > TimeSpan.Zero && ProbeTimeout < ProbeInterval,
            "ProbeTimeout must be positive and below ProbeInterval.");
        Check(IndirectProbes is >= 0 and <= 16, "IndirectProbes must be 0 to 16.");
        Check(SuspicionMultiplier is >= 1 and <= 64, "SuspicionMultiplier must be 1 to 64.");
        Check(ConfirmedSuspicionTimeout > TimeSpan.Zero, "ConfirmedSuspicionTimeout must be positive.");
        Check(GossipInterval > TimeSpan.Zero, "GossipInterval must be positive.");
        Check(GossipFanout is >= 1 and <= 64, "GossipFanout must be 1 to 64.");
        Check(RetransmitMultiplier is >= 1 and <= 64, "RetransmitMultiplier must be 1 to 64.");
        Check(SyncsServedLimit is >= 1 and <= 4096, "SyncsServedLimit must be 1 to 4096.");
        Check(SyncInterval > TimeSpan.Zero, "SyncInterval must be positive.");
        Check(
            JoinRetryInterval > TimeSpan.Zero && JoinRetryInterval <= RejoinInterval,
            "JoinRetryInterval must be positive and at most RejoinInterval.");
        Check(TombstoneRetention > ProbeInterval, "TombstoneRetention must be above ProbeInterval.");
        return problems;

        void Check(bool valid, string problem)
        {
            if (!valid)
            {
                problems.Add(problem);
            }
        }
    }
}
