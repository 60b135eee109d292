namespace NodeGroups;

/// <summary>What is wished, and known of the network, when the way of a rumor is chosen. Immutable.</summary>
/// <remarks>
/// A node measures loss and latency by its probes. It cannot measure who is dead and not noticed yet: that share
/// changes what a plan predicts, not what is chosen.
/// </remarks>
public sealed record GossipConditions
{
    /// <summary>Gets the conditions of a network of which nothing is known.</summary>
    public static GossipConditions Default { get; } = new();

    /// <summary>Gets the probability wished for that every live member gets the rumor, repair included.</summary>
    /// <value>0.999999; above 0 and below 1.</value>
    public double Reliability { get; init; } = 0.999999;

    /// <summary>Gets the share of messages that are lost.</summary>
    /// <value>0; at least 0 and below 1.</value>
    public double Loss { get; init; }

    /// <summary>Gets the share of members that are dead and still in the view.</summary>
    /// <value>0; at least 0 and below 1.</value>
    public double DeadShare { get; init; }

    /// <summary>Gets the time a message takes one way.</summary>
    /// <value>Null, when it is not known; not negative.</value>
    public TimeSpan? Latency { get; init; }

    /// <summary>
    /// Gets what a message hardly exceeds one way. Strategies make the time for which they wait a few times this, so
    /// that it fits near and far nodes alike.
    /// </summary>
    /// <value>
    /// 5 milliseconds. A node measures it by its probes, as half of the mean round trip and four mean deviations; until
    /// one was answered it is <see cref="NodeGroups.Protocol.GossipSettings.InitialLatency"/>. Not negative.
    /// </value>
    public TimeSpan LatencyBound { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// Gets a value indicating whether rumors follow one another in the group, so that a missing one is noticed soon.
    /// </summary>
    /// <value>False. A node takes it for a stream from the third rumor within 10 seconds on.</value>
    public bool IsStream { get; init; }

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    internal void ThrowIfInvalid()
    {
        Require(Reliability is > 0 and < 1, nameof(Reliability), Reliability);
        ThrowUnlessShare(Loss, nameof(Loss));
        ThrowUnlessShare(DeadShare, nameof(DeadShare));
        Require(Latency is null || Latency >= TimeSpan.Zero, nameof(Latency), Latency);
        Require(LatencyBound >= TimeSpan.Zero, nameof(LatencyBound), LatencyBound);
    }

    /// <summary>Checks a share: at least 0 and below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    internal static void ThrowUnlessShare(double share, string name)
    {
        if (share is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(name, share, "The share must be at least 0 and below 1.");
        }
    }

    private static void Require(bool holds, string name, object? value)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, "The value is out of its range.");
        }
    }
}
