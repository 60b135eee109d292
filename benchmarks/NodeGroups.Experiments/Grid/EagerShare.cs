using NodeGroups.Simulation;

namespace NodeGroups.Experiments;

/// <summary>How often the eager phase alone reached everybody, against what was predicted for it.</summary>
/// <param name="Predicted">The probability computed.</param>
/// <param name="Reached">In how many trials everybody was reached.</param>
/// <param name="Trials">How many were run.</param>
internal readonly record struct EagerShare(double Predicted, int Reached, int Trials)
{
    /// <summary>How far a prediction may be off.</summary>
    public const double Tolerance = 0.02;

    private const int FewestTrials = 100;

    /// <summary>Gets the share of trials that reached everybody.</summary>
    public double Simulated => (double)Reached / Trials;

    /// <summary>Gets how far the prediction is off, the error of sampling included.</summary>
    public double Off => Math.Abs(Predicted - Simulated);

    /// <summary>Gets the standard error of the share, if the prediction holds.</summary>
    public double StandardError => Math.Sqrt(Variance / Trials);

    /// <summary>Gets whether two standard errors leave no doubt on which side of the tolerance it is.</summary>
    public bool IsCertain => Math.Abs(Tolerance - Off) >= 2 * StandardError;

    private double Variance => Math.Max(Predicted * (1 - Predicted), Simulated * (1 - Simulated));

    /// <summary>Runs trials until there is no doubt left, or the limit is reached: first as many as give the tolerance
    /// half a standard error if the prediction holds, then each time as many again.</summary>
    public static EagerShare Of(SpreadOptions options, double predicted, int limit, int threads)
    {
        double variance = predicted * (1 - predicted);
        int batch = (int)Math.Clamp(4 * variance / (Tolerance * Tolerance), Math.Min(FewestTrials, limit), limit);
        EagerShare share = new(predicted, 0, 0);
        do
        {
            // Each batch draws from a seed of its own.
            SpreadOptions next = options with { Trials = batch, Seed = options.Seed + (ulong)share.Trials };
            SpreadResult result = SpreadModel.Run(next, threads);
            int reached = (int)Math.Round(result.AllReachedShare * batch);
            share = new EagerShare(predicted, share.Reached + reached, share.Trials + batch);
            batch = Math.Min(share.Trials, limit - share.Trials);
        }
        while (batch > 0 && !share.IsCertain);
        return share;
    }
}
