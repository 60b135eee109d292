namespace NodeGroups.Simulation;

/// <summary>What happened in a run, counted: shows that a passing campaign was not vacuous.</summary>
public sealed class Coverage
{
    /// <summary>Gets the frames sent.</summary>
    public long Sent { get; internal set; }

    /// <summary>Gets the frames given to a machine.</summary>
    public long Received { get; internal set; }

    /// <summary>Gets the frames lost by chance.</summary>
    public long Lost { get; internal set; }

    /// <summary>Gets the frames lost in a cut link.</summary>
    public long Cut { get; internal set; }

    /// <summary>Gets the frames that waited in a held link.</summary>
    public long Held { get; internal set; }

    /// <summary>Gets the frames that arrived twice.</summary>
    public long Duplicated { get; internal set; }

    /// <summary>Gets the frames made late so that others overtake them.</summary>
    public long Reordered { get; internal set; }

    /// <summary>Gets the frames that arrived where nobody listens.</summary>
    public long Refused { get; internal set; }

    /// <summary>Gets the frames meant for another process life than the one that listens.</summary>
    public long Replaced { get; internal set; }

    /// <summary>Gets the cuts made.</summary>
    public long Partitions { get; internal set; }

    /// <summary>Gets the crashes.</summary>
    public long Crashes { get; internal set; }

    /// <summary>Gets the restarts.</summary>
    public long Restarts { get; internal set; }

    /// <summary>Gets the pauses.</summary>
    public long Pauses { get; internal set; }

    /// <summary>Gets the nodes that left the cluster.</summary>
    public long Departures { get; internal set; }

    /// <summary>Gets the suspicions noted by any node about any other.</summary>
    public long Suspicions { get; internal set; }

    /// <summary>Gets the deaths noted by any node about any other.</summary>
    public long Deaths { get; internal set; }

    /// <summary>Gets the refutations by the accused themselves.</summary>
    public long Refutations { get; internal set; }

    /// <summary>Gets the rumors published.</summary>
    public long RumorsPublished { get; internal set; }

    /// <summary>Gets the rumors delivered.</summary>
    public long RumorsDelivered { get; internal set; }

    /// <summary>Gets the calls that ended, in whatever way.</summary>
    public long CallsCompleted { get; internal set; }

    /// <summary>Adds the counts of another run.</summary>
    /// <param name="other">The other run's.</param>
    public void Add(Coverage other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Sent += other.Sent;
        Received += other.Received;
        Lost += other.Lost;
        Cut += other.Cut;
        Held += other.Held;
        Duplicated += other.Duplicated;
        Reordered += other.Reordered;
        Refused += other.Refused;
        Replaced += other.Replaced;
        Partitions += other.Partitions;
        Crashes += other.Crashes;
        Restarts += other.Restarts;
        Pauses += other.Pauses;
        Departures += other.Departures;
        Suspicions += other.Suspicions;
        Deaths += other.Deaths;
        Refutations += other.Refutations;
        RumorsPublished += other.RumorsPublished;
        RumorsDelivered += other.RumorsDelivered;
        CallsCompleted += other.CallsCompleted;
    }

    /// <summary>Finds what never happened.</summary>
    /// <returns>The names of the counts that are zero.</returns>
    public IReadOnlyList<string> FindMissing() =>
        [.. Counts().Where(static c => c.Count == 0).Select(static c => c.Name)];

    /// <summary>Writes the counts.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Join(' ', Counts().Select(static c => $"{c.Name}={c.Count}"));

    private (string Name, long Count)[] Counts() =>
    [
        (nameof(Sent), Sent), (nameof(Received), Received), (nameof(Lost), Lost), (nameof(Cut), Cut),
        (nameof(Held), Held), (nameof(Duplicated), Duplicated), (nameof(Reordered), Reordered),
        (nameof(Refused), Refused), (nameof(Replaced), Replaced), (nameof(Partitions), Partitions),
        (nameof(Crashes), Crashes), (nameof(Restarts), Restarts), (nameof(Pauses), Pauses),
        (nameof(Departures), Departures), (nameof(Suspicions), Suspicions), (nameof(Deaths), Deaths),
        (nameof(Refutations), Refutations), (nameof(RumorsPublished), RumorsPublished),
        (nameof(RumorsDelivered), RumorsDelivered), (nameof(CallsCompleted), CallsCompleted),
    ];
}
