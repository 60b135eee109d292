namespace NodeGroups.Benchmarks.Clusters;

/// <summary>How many nodes take part. A dry run, which asks only whether all still works, takes the smallest.</summary>
public static class Sizes
{
    /// <summary>The variable by which the program tells its child processes of a dry run.</summary>
    public const string DryVariable = "NODEGROUPS_BENCHMARKS_DRY";

    /// <summary>Gets the sizes of <c>FanOutBenchmarks</c>.</summary>
    public static IEnumerable<int> FanOut => Reduce(10, 25, 50);

    /// <summary>Gets the sizes of <c>JoinBenchmarks</c> and <c>KillBenchmarks</c>.</summary>
    public static IEnumerable<int> Convergence => Reduce(10, 50);

    private static int[] Reduce(params int[] sizes) =>
        Environment.GetEnvironmentVariable(DryVariable) == "1" ? sizes[..1] : sizes;
}
