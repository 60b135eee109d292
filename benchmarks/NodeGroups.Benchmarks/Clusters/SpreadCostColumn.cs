using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace NodeGroups.Benchmarks.Clusters;

/// <summary>Shows a part of <see cref="SpreadCost"/> beside the times.</summary>
internal sealed class SpreadCostColumn : IColumn
{
    private readonly Func<SpreadCost, double> _value;

    private SpreadCostColumn(string name, string legend, Func<SpreadCost, double> value)
    {
        ColumnName = name;
        Legend = legend;
        _value = value;
    }

    public static IColumn PayloadsPerDelivery { get; } = new SpreadCostColumn(
        "Payloads/delivery", "Payloads received for each delivery; 1 is the least", cost => cost.PayloadsPerDelivery);

    public static IColumn BusiestSends { get; } = new SpreadCostColumn(
        "Busiest sends", "Payloads that the busiest node sends for one rumor", cost => cost.BusiestSends);

    public string Id => $"{nameof(SpreadCostColumn)}.{ColumnName}";

    public string ColumnName { get; }

    public string Legend { get; }

    public bool AlwaysShow => false;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        SpreadCost.Load(benchmarkCase) is { } cost
            ? _value(cost).ToString("0.00", CultureInfo.InvariantCulture)
            : "-";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) =>
        GetValue(summary, benchmarkCase);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public bool IsAvailable(Summary summary) =>
        summary.BenchmarksCases.Any(@case => SpreadCost.Load(@case) is not null);
}
