using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace NodeGroups.Tests.Transport;

/// <summary>Keeps the log lines of all loggers it makes.</summary>
internal sealed class FakeLoggers : ILoggerFactory
{
    public FakeLogCollector Lines { get; } = new();

    public IEnumerable<string> Warnings =>
        Lines.GetSnapshot().Where(line => line.Level >= LogLevel.Warning).Select(line => line.Message);

    public ILogger CreateLogger(string categoryName) => new FakeLogger(Lines, categoryName);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }
}
