using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Running;
using NodeGroups.Benchmarks.Clusters;

// Benchmarks run in child processes, which leave the cost of spreading in this folder for the columns.
string folder = Directory.CreateTempSubdirectory("nodegroups-benchmarks-").FullName;
Environment.SetEnvironmentVariable(SpreadCost.FolderVariable, folder);
if (args.Contains("dry", StringComparer.OrdinalIgnoreCase))
{
    Environment.SetEnvironmentVariable(Sizes.DryVariable, "1");
}

try
{
    IConfig config = DefaultConfig.Instance
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumn(StatisticColumn.Median, StatisticColumn.P95)
        .AddColumn(SpreadCostColumn.PayloadsPerDelivery, SpreadCostColumn.BusiestSends);
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
}
finally
{
    Directory.Delete(folder, recursive: true);
}
