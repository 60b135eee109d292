using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>How many digests a node sends because of one rumor: the engine's own schedule, run through.</summary>
/// <remarks>
/// Nodes are run together, small groups more than once, since the schedule listens: who hears fewer digests than it
/// sends goes on at a quick pace. Where a rumor takes several hops, nodes begin within three latencies of each other.
/// </remarks>
internal static class DigestEstimate
{
    private const int NodesLimit = 64;
    private const int Begin = 3;
    private const ulong Stride = 11;
    private static readonly RecentResults<Case, double> s_recent = new(Run);

    /// <summary>Gets the mean number, from the first digest until the idle pace is reached.</summary>
    /// <param name="members">The members.</param>
    /// <param name="hops">How many hops the rumor takes.</param>
    /// <param name="conditions">The latency, and who is heard.</param>
    /// <param name="settings">The timing of repair.</param>
    /// <remarks>Counted for a rumor that comes alone; rumors that follow one another share digests.</remarks>
    public static double PerNode(int members, double hops, GossipConditions conditions, GossipSettings settings)
    {
        if (members <= 1)
        {
            return 0;
        }

        TimeSpan latency = conditions.Latency ?? settings.InitialLatency;
        TimeSpan deviation = conditions.LatencyBound > latency ? (conditions.LatencyBound - latency) / 2 : default;
        double heard = (1 - conditions.Loss) * (1 - conditions.DeadShare);
        return s_recent[new Case(Math.Min(members, NodesLimit), hops > 1, latency, deviation, heard, settings)];
    }

    private static double Run(Case given)
    {
        (int group, bool isSpread, TimeSpan latency, TimeSpan deviation, double heard, GossipSettings settings) = given;
        GossipDelays delays = new(settings, new LatencyEstimate(2 * latency, deviation));
        MissingRumors missing = new(settings, delays);
        DeterministicRandom random = new(1);
        RepairSchedule[] nodes = new RepairSchedule[NodesLimit / group * group];
        PriorityQueue<(int Node, bool IsOpening), long> events = new();
        for (int i = 0; i < nodes.Length; i++)
        {
            nodes[i] = new RepairSchedule(settings, delays, missing, random);
            double start = isSpread ? Begin * random.NextDouble() : 0;
            nodes[i].NoteRumor(hops: 0, members: 1, MonotonicTime.FromOrigin(start * latency));
            events.Enqueue((i, false), nodes[i].Next.Ticks);
        }

        TimeSpan idle = settings.IdleRepairInterval * 0.9;
        long rounds = 0;
        while (events.TryDequeue(out (int Node, bool IsOpening) happening, out long ticks))
        {
            RepairSchedule schedule = nodes[happening.Node];
            if (happening.IsOpening)
            {
                schedule.NoteOpening();
                continue;
            }

            rounds++;
            if (random.NextDouble() < heard)
            {
                int place = happening.Node % group;
                int step = 1 + (int)(schedule.Round * Stride % (ulong)Math.Max(1, group - 1));
                int partner = happening.Node - place + ((place + step) % group);
                events.Enqueue((partner, true), ticks + latency.Ticks);
            }

            MonotonicTime now = MonotonicTime.FromOrigin(new TimeSpan(ticks));
            schedule.Complete(now, hasPeers: true, isRetaining: true);
            if (schedule.Next - now < idle)
            {
                events.Enqueue((happening.Node, false), schedule.Next.Ticks);
            }
        }

        return (double)rounds / nodes.Length;
    }

    private readonly record struct Case(
        int Group, bool IsSpread, TimeSpan Latency, TimeSpan Deviation, double Heard, GossipSettings Settings);
}
