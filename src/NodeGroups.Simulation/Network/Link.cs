namespace NodeGroups.Simulation;

/// <summary>One direction between two nodes.</summary>
internal sealed class Link
{
    /// <summary>Gets or sets a value indicating whether frames vanish without a sign.</summary>
    public bool IsCut { get; set; }

    /// <summary>Gets or sets a value indicating whether frames wait for a release.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Gets or sets the link's own latency; null for the network's.</summary>
    public Latency? Latency { get; set; }

    /// <summary>Gets or sets when the last frame in order arrives.</summary>
    public long LastArrival { get; set; }

    /// <summary>Gets the frames that wait.</summary>
    public List<Flight> Held { get; } = [];
}
