using System.Globalization;

namespace NodeGroups.Experiments;

/// <summary>One axis of a plot.</summary>
/// <param name="Title">What it shows, with the unit.</param>
internal sealed record PlotAxis(string Title)
{
    private const int LinearSteps = 5;

    /// <summary>Gets whether it is logarithmic.</summary>
    public bool IsLog { get; init; }

    /// <summary>Gets the lower end; null for what the values ask for.</summary>
    public double? Minimum { get; init; }

    /// <summary>Gets the upper end; null for what the values ask for.</summary>
    public double? Maximum { get; init; }

    /// <summary>Completes the ends so that all values lie between them, at round numbers.</summary>
    public PlotAxis Fit(IEnumerable<double> values)
    {
        double[] shown = [.. values.Where(value => double.IsFinite(value) && (!IsLog || value > 0)).DefaultIfEmpty(1)];
        double low = Minimum ?? shown.Min();
        double high = Maximum ?? shown.Max();
        if (IsLog)
        {
            low = Minimum ?? Math.Pow(10, Math.Floor(Math.Log10(low) + 1e-9));
            high = Maximum ?? Math.Pow(10, Math.Ceiling(Math.Log10(high) - 1e-9));
            return this with { Minimum = low, Maximum = high > low ? high : low * 10 };
        }

        low = Minimum ?? Math.Min(0, low);
        double step = Step(Math.Max(high - low, 1e-9));
        high = Maximum ?? low + (step * Math.Ceiling(((high - low) / step) - 1e-9));
        return this with { Minimum = low, Maximum = high > low ? high : low + step };
    }

    /// <summary>Gets the place of a value, 0 to 1; the axis must have been fitted.</summary>
    public double Place(double value) => IsLog
        ? Math.Log(value / Minimum!.Value) / Math.Log(Maximum!.Value / Minimum.Value)
        : (value - Minimum!.Value) / (Maximum!.Value - Minimum.Value);

    /// <summary>Gets the values to mark.</summary>
    public IEnumerable<double> Marks()
    {
        double low = Minimum!.Value;
        double high = Maximum!.Value;
        if (IsLog)
        {
            for (double mark = Math.Pow(10, Math.Ceiling(Math.Log10(low) - 1e-9)); mark <= high * 1.0001; mark *= 10)
            {
                yield return mark;
            }

            yield break;
        }

        double step = Step(high - low);
        for (int i = 0; low + (i * step) <= high + (step * 1e-6); i++)
        {
            yield return low + (i * step);
        }
    }

    /// <summary>Writes a mark's value.</summary>
    public static string Text(double mark) => Math.Abs(mark) switch
    {
        0 => "0",
        >= 1e9 => string.Create(CultureInfo.InvariantCulture, $"{mark / 1e9:0.##} G"),
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{mark / 1e6:0.##} M"),
        >= 1e3 => mark.ToString("N0", CultureInfo.InvariantCulture),
        >= 1e-4 => mark.ToString("0.####", CultureInfo.InvariantCulture),
        _ => mark.ToString("0e0", CultureInfo.InvariantCulture),
    };

    private static double Step(double span)
    {
        double raw = span / LinearSteps;
        double unit = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        double rest = raw / unit;
        return unit * (rest <= 1.0001 ? 1 : rest <= 2.0001 ? 2 : rest <= 5.0001 ? 5 : 10);
    }
}
