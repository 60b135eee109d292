namespace Cluster.Reports;

/// <summary>A line per finished step, for files and pipes.</summary>
internal sealed class PlainRunLog(TextWriter output) : IRunLog, IDisposable
{
    public IDisposable Begin(string step) => this;

    public void Progress(int done, int of)
    {
    }

    public void Done(string result) => output.WriteLine($"  {result}");

    public void Dispose()
    {
    }
}
