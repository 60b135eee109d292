using NodeGroups.Gossip;
using NodeGroups.Protocol;

namespace NodeGroups.Simulation.Spread;

/// <summary>The repair of one node: the engine's own schedule of digests and list of what is missing.</summary>
internal sealed class NodeRepair
{
    private readonly GossipSettings _settings;
    private readonly DeterministicRandom _random;

    public NodeRepair(GossipSettings settings, GossipDelays delays, DeterministicRandom random)
    {
        _settings = settings;
        _random = random;
        Missing = new MissingRumors(settings, delays);
        Schedule = new RepairSchedule(settings, delays, Missing, random);
    }

    /// <summary>Gets what is missing here.</summary>
    public MissingRumors Missing { get; }

    /// <summary>Gets when digests are sent.</summary>
    public RepairSchedule Schedule { get; }

    /// <summary>Gets or sets the tick of the event that will wake the node; never, when there is none.</summary>
    public long WakeAt { get; set; } = long.MaxValue;

    /// <summary>Gets when something is due.</summary>
    public MonotonicTime Next => MonotonicTime.Min(Missing.Next, Schedule.Next);

    /// <summary>Reads what an event at the node needs.</summary>
    public long LookAt() => Next.Ticks + WakeAt;

    /// <summary>Lets the rounds go by that come before the idle pace is reached.</summary>
    /// <param name="now">The time.</param>
    /// <param name="heard">Which share of the digests that peers send here arrives.</param>
    /// <returns>How many.</returns>
    public long CountRemaining(MonotonicTime now, double heard)
    {
        TimeSpan idle = _settings.IdleRepairInterval * 0.9;
        long rounds = 0;
        while (Schedule.Next - now < idle)
        {
            rounds++;
            now = MonotonicTime.Max(now, Schedule.Next);
            if (_random.NextDouble() < heard)
            {
                Schedule.NoteOpening();
            }

            Schedule.Complete(now, hasPeers: true, isRetaining: true);
        }

        return rounds;
    }
}
