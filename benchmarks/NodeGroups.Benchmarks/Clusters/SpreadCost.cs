using System.Globalization;
using BenchmarkDotNet.Running;

namespace NodeGroups.Benchmarks.Clusters;

/// <summary>What a rumor costs, beside time; kept in a file for the process that prints the table.</summary>
/// <param name="PayloadsPerDelivery">Payloads received for each delivery of another's rumor; 1 is the least.</param>
/// <param name="BusiestSends">Payloads that the busiest node sends for one rumor, in the mean.</param>
public sealed record SpreadCost(double PayloadsPerDelivery, double BusiestSends)
{
    public const string FolderVariable = "NODEGROUPS_BENCHMARKS_COSTS";

    public static SpreadCost? Load(BenchmarkCase benchmarkCase)
    {
        string? path = GetPath(Key(
            benchmarkCase.Descriptor.Type.Name,
            benchmarkCase.Descriptor.WorkloadMethod.Name,
            benchmarkCase.Parameters.Items.Select(item => item.Value)));
        if (path is null || !File.Exists(path))
        {
            return null;
        }

        string[] parts = File.ReadAllText(path).Split(' ');
        return new SpreadCost(
            double.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Keeps the cost under the benchmark's class, method and parameters.</summary>
    public void Save(string type, string method, params object[] parameters)
    {
        if (GetPath(Key(type, method, parameters)) is { } path)
        {
            File.WriteAllText(
                path, string.Create(CultureInfo.InvariantCulture, $"{PayloadsPerDelivery:R} {BusiestSends:R}"));
        }
    }

    // Sorted, because the table's process orders parameters in its own way.
    private static string Key(string type, string method, IEnumerable<object?> parameters) =>
        string.Join('-', [type, method, .. parameters.Select(value => $"{value}").Order(StringComparer.Ordinal)]);

    private static string? GetPath(string key) =>
        Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder
            ? Path.Combine(folder, key)
            : null;
}
