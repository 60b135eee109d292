namespace NodeGroups.Protocol;

/// <summary>What this node's probes say about the network: the share of messages lost, and the round trip.</summary>
/// <remarks>
/// A probe is answered by its target itself, in time or late, when question and answer arrive, with probability
/// (1 − p)²; so p = 1 − √(1 − missed). Missed is what only a helper could bring; a probe that nobody answers speaks of
/// a member and not of the network, and is not counted. Moving averages over about 64 probes for loss and 8 for the
/// round trip; written by the machine alone, another thread may read a value a moment old.
/// </remarks>
internal sealed class NetworkEstimate
{
    private const double LossWeight = 1.0 / 64;
    private static readonly double[] s_classes = [0, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5];
    private double _missed;

    /// <summary>Gets the share of messages lost, as one of a few classes, so that plans do not flutter.</summary>
    public double Loss { get; private set; }

    /// <summary>Gets how long messages take.</summary>
    public LatencyEstimate Latency { get; } = new();

    /// <summary>Gets the mean round trip; zero when it is not known.</summary>
    public TimeSpan RoundTrip => Latency.RoundTrip;

    /// <summary>A probe was answered by its target.</summary>
    public void NoteAnswer(TimeSpan roundTrip)
    {
        Latency.Note(roundTrip);
        Note(0);
    }

    /// <summary>A probe was answered through a helper only.</summary>
    public void NoteMissed() => Note(1);

    private void Note(double missed)
    {
        _missed += (missed - _missed) * LossWeight;
        double loss = 1 - Math.Sqrt(1 - _missed);
        double nearest = 0;
        foreach (double one in s_classes)
        {
            nearest = Math.Abs(one - loss) < Math.Abs(nearest - loss) ? one : nearest;
        }

        // A class is left only when the estimate is well beyond its border.
        if (Math.Abs(nearest - loss) < 0.75 * Math.Abs(Loss - loss))
        {
            Loss = nearest;
        }
    }
}
