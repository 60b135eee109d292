using System.Diagnostics;

namespace Cluster.Reports;

/// <summary>A line per step, and for a long one a line now and then, for files and pipes.</summary>
internal sealed class PlainRunLog(TextWriter output) : IRunLog, IDisposable
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private string _step = string.Empty;
    private long _told;

    public IDisposable Begin(string step)
    {
        lock (_lock)
        {
            _step = step;
            _told = Stopwatch.GetTimestamp();
        }

        return this;
    }

    public void Progress(int done, int of)
    {
        lock (_lock)
        {
            if (Stopwatch.GetElapsedTime(_told) >= ProgressInterval)
            {
                _told = Stopwatch.GetTimestamp();
                output.WriteLine($"  {_step}: {done} of {of}");
            }
        }
    }

    public void Note(string text)
    {
        lock (_lock)
        {
            output.WriteLine($"  {_step}: {text}");
        }
    }

    public void Done(string result)
    {
        lock (_lock)
        {
            output.WriteLine($"  {result}");
        }
    }

    public void Dispose()
    {
    }
}
