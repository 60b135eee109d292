using Microsoft.Extensions.Logging;

namespace NodeGroups.Runtime;

/// <summary>Writes the lines of one node; see <see cref="NodeLoggerFactory"/>.</summary>
internal sealed class NodeLogger(ILogger inner, string node) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (inner.IsEnabled(logLevel))
        {
            NodeLogLine line = new(
                node, formatter(state, exception), state as IReadOnlyList<KeyValuePair<string, object?>>);
            inner.Log(logLevel, eventId, line, exception, static (written, _) => written.ToString());
        }
    }
}
