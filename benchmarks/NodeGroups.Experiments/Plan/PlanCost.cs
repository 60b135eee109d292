using System.Diagnostics;

namespace NodeGroups.Experiments;

/// <summary>What a plan costs the processor.</summary>
/// <param name="Choose">Microseconds to choose a way.</param>
/// <param name="Predict">Microseconds to choose it and to compute all that is predicted.</param>
internal readonly record struct PlanCost(double Choose, double Predict)
{
    private static readonly TimeSpan Span = TimeSpan.FromMilliseconds(50);

    /// <summary>Measures: the mean over as many plans as are made in a twentieth of a second.</summary>
    /// <param name="plan">Makes the plan.</param>
    public static PlanCost Of(Func<GossipPlan> plan) =>
        new(Microseconds(() => plan().Fanout), Microseconds(() => plan().BytesPerNode));

    private static double Microseconds(Func<double> run)
    {
        run();
        long count = 0;
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < Span)
        {
            run();
            count++;
        }

        return watch.Elapsed.TotalMicroseconds / count;
    }
}
