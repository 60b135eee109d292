namespace NodeGroups.Protocol;

/// <summary>The limits and timing of the gossip engine, whatever the strategy. Immutable.</summary>
public sealed record GossipSettings
{
    /// <summary>Gets the largest payload of a rumor, in bytes. What is larger than
    /// <see cref="LargePayloadSettings.ThresholdBytes"/> travels in chunks.</summary>
    /// <value>64 MiB.</value>
    public int PayloadBytesLimit { get; init; } = 64 * 1024 * 1024;

    /// <summary>Gets how payloads travel that are too large for one message.</summary>
    /// <value>The defaults of <see cref="LargePayloadSettings"/>.</value>
    public LargePayloadSettings Large { get; init; } = new();

    /// <summary>Gets how many rumors of a group are kept for repair; the oldest go first.</summary>
    /// <value>16,384.</value>
    public int RetainedRumorsLimit { get; init; } = 16_384;

    /// <summary>Gets how many payload bytes of a group are kept for repair; the oldest go first.</summary>
    /// <value>32 MiB.</value>
    public long RetainedBytesLimit { get; init; } = 32 * 1024 * 1024;

    /// <summary>Gets how long a rumor is kept for repair.</summary>
    /// <value>60 seconds.</value>
    public TimeSpan Retention { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Gets how old a rumor must be before a publication may push it out by number or bytes: who publishes faster
    /// waits, so that repair has had its chance.
    /// </summary>
    /// <value>250 milliseconds: with the other defaults some 65,000 small rumors a second, or 128 MB.</value>
    public TimeSpan MinimumRetention { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Gets how long a member whose readers are slow may hold back the publications of others at a
    /// stretch.</summary>
    /// <value>30 seconds; then it is not heeded for as long, and what its readers miss is counted there.</value>
    public TimeSpan HoldLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets what a message is taken to need one way until the first probe is answered; after that it is measured.
    /// </summary>
    /// <value>5 milliseconds. Positive.</value>
    public TimeSpan InitialLatency { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// Gets the shortest time from when a rumor should have reached everybody until a node first compares digests with
    /// a peer. Above it, it is a quarter of a latency as measured, and more where payloads are seen to come later than
    /// digests. Seven rounds follow at this distance; then each comes eight times as late as the one before, or a
    /// quarter later while fewer peers open exchanges than should, until <see cref="IdleRepairInterval"/> is reached.
    /// </summary>
    /// <value>0.5 milliseconds.</value>
    public TimeSpan FirstRepairDelay { get; init; } = TimeSpan.FromMilliseconds(0.5);

    /// <summary>Gets the longest time between repair rounds of a group while there is news all the time.</summary>
    /// <value>100 milliseconds; four latencies where that is more.</value>
    public TimeSpan RepairInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Gets the time between repair rounds of a group in which nothing is new but rumors are retained. What a fault
    /// has kept from a member that stays is fetched within twice this time after the fault's end, and a moment.
    /// </summary>
    /// <value>10 seconds.</value>
    public TimeSpan IdleRepairInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Gets the shortest time for which a rumor is waited for, once a peer is known to have it, before it is
    /// pulled. Above it, the time is learned: half of <see cref="GossipConditions.LatencyBound"/>, or twice the longest
    /// lag after which one came by itself, at most 20 repair intervals.
    /// </summary>
    /// <value>0.5 milliseconds.</value>
    public TimeSpan MinimumPullDelay { get; init; } = TimeSpan.FromMilliseconds(0.5);

    /// <summary>
    /// Gets how long it is remembered what is known of an origin that is no longer a member, after it was last
    /// mentioned by a rumor or a digest; keep it well above <see cref="Retention"/>.
    /// </summary>
    /// <value>10 minutes.</value>
    /// <remarks>A copy of a rumor that turns up later than that, from nowhere, is delivered again.</remarks>
    public TimeSpan OriginMemory { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Gets of how many origins that are no members of the cluster, as far as this node knows, a group takes rumors at
    /// a time: newcomers whose rumors are quicker than the news of their joining.
    /// </summary>
    /// <value>1,024. Positive.</value>
    /// <remarks>
    /// One that nobody has mentioned for <see cref="Retention"/> gives way to another. What is refused counts in
    /// <see cref="NodeCounters.RumorsRefused"/>, and is fetched by repair when its origin proves to be a member.
    /// </remarks>
    public int StrangersLimit { get; init; } = 1024;

    /// <summary>
    /// Gets of how many groups that this node has left it is remembered which rumors were had; the first left go
    /// first.
    /// </summary>
    /// <value>256.</value>
    /// <remarks>A node that comes back to a forgotten group is like a newcomer; its own rumors are not.</remarks>
    public int RemovedGroupsLimit { get; init; } = 256;

    /// <summary>
    /// Gets how many sequences above the floor are remembered for each origin and group; a multiple of 64.
    /// </summary>
    /// <value>16,384.</value>
    public int WindowSize { get; init; } = 16_384;

    /// <summary>Finds every contradiction, those of <see cref="Large"/> included.</summary>
    /// <param name="frameBytes">The largest frame of the transport.</param>
    /// <returns>A sentence for each problem; none when the settings are valid.</returns>
    public IReadOnlyList<string> Validate(int frameBytes)
    {
        List<string> problems = [];
        CheckAmounts(problems);
        CheckTimes(problems);
        if (Large is null)
        {
            problems.Add("Large must not be null.");
            return problems;
        }

        problems.AddRange(Large.Validate(frameBytes, PayloadBytesLimit).Select(problem => $"Large: {problem}"));
        return problems;
    }

    private static void Check(List<string> problems, bool valid, string problem)
    {
        if (!valid)
        {
            problems.Add(problem);
        }
    }

    private void CheckAmounts(List<string> problems)
    {
        Check(problems, PayloadBytesLimit > 0, "PayloadBytesLimit must be positive.");
        Check(
            problems,
            WindowSize is >= 64 and <= 16_384 && WindowSize % 64 == 0,
            "WindowSize must be a multiple of 64, from 64 to 16,384.");
        Check(
            problems,
            RetainedRumorsLimit > 0 && RetainedRumorsLimit <= WindowSize,
            "RetainedRumorsLimit must be positive, and at most WindowSize.");
        Check(problems, RetainedBytesLimit > 0, "RetainedBytesLimit must be positive.");
        Check(problems, StrangersLimit > 0, "StrangersLimit must be positive.");
        Check(problems, RemovedGroupsLimit is >= 0 and <= 65_536, "RemovedGroupsLimit must be 0 to 65,536.");
    }

    private void CheckTimes(List<string> problems)
    {
        Check(problems, Retention > TimeSpan.Zero, "Retention must be positive.");
        Check(
            problems,
            MinimumRetention >= TimeSpan.Zero && MinimumRetention < Retention,
            "MinimumRetention must not be negative, and below Retention.");
        Check(problems, HoldLimit >= TimeSpan.Zero, "HoldLimit must not be negative.");
        Check(problems, InitialLatency > TimeSpan.Zero, "InitialLatency must be positive.");
        Check(problems, FirstRepairDelay > TimeSpan.Zero, "FirstRepairDelay must be positive.");
        Check(problems, RepairInterval > TimeSpan.Zero, "RepairInterval must be positive.");
        Check(problems, IdleRepairInterval > TimeSpan.Zero, "IdleRepairInterval must be positive.");
        Check(problems, MinimumPullDelay > TimeSpan.Zero, "MinimumPullDelay must be positive.");
        Check(
            problems,
            OriginMemory > TimeSpan.Zero && OriginMemory >= Retention,
            "OriginMemory must be positive, and at least Retention.");
    }
}
