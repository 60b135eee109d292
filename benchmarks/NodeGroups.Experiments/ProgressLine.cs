using System.Diagnostics;
using System.Globalization;

namespace NodeGroups.Experiments;

/// <summary>Tells how far a run is, once a second at most, and nothing when it is shorter than that.</summary>
internal sealed class ProgressLine(int total, TextWriter error) : IProgress<int>
{
    private readonly Lock _lock = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _next = TimeSpan.FromSeconds(1);

    public void Report(int value)
    {
        if (_watch.Elapsed < _next)
        {
            return;
        }

        lock (_lock)
        {
            if (_watch.Elapsed >= _next)
            {
                _next = _watch.Elapsed + TimeSpan.FromSeconds(1);
                error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value} of {total} trials"));
            }
        }
    }
}
