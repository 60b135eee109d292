namespace Cluster;

/// <summary>Percentiles by nearest rank, and spans of the monotonic clock that a machine's processes share.</summary>
internal static class Statistics
{
    public static double? Percentile(IReadOnlyCollection<double> values, double share)
    {
        if (values.Count == 0)
        {
            return null;
        }

        double[] ordered = [.. values.Order()];
        int rank = (int)Math.Ceiling(share * ordered.Length);
        return Round(ordered[Math.Clamp(rank - 1, 0, ordered.Length - 1)]);
    }

    public static double Milliseconds(long startStamp, long endStamp) =>
        System.Diagnostics.Stopwatch.GetElapsedTime(startStamp, endStamp).TotalMilliseconds;

    public static double MillisecondsSince(long startStamp) =>
        Milliseconds(startStamp, System.Diagnostics.Stopwatch.GetTimestamp());

    public static double Round(double value) => Math.Round(value, 3);
}
