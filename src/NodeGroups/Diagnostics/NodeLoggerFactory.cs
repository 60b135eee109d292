using Microsoft.Extensions.Logging;

namespace NodeGroups.Runtime;

/// <summary>Makes the loggers of one node: each line begins with the node, which is also its field <c>Node</c>, so that
/// lines of many nodes in one process can be told apart. Thread-safe.</summary>
internal sealed class NodeLoggerFactory(ILoggerFactory inner, string node) : ILoggerFactory
{
    /// <summary>Gets the factory of the application, for a node of another name.</summary>
    public static ILoggerFactory Unwrap(ILoggerFactory factory) =>
        factory is NodeLoggerFactory { Inner: { } application } ? application : factory;

    public ILoggerFactory Inner => inner;

    public ILogger CreateLogger(string categoryName) => new NodeLogger(inner.CreateLogger(categoryName), node);

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    /// <summary>Nothing: the factory within belongs to the application.</summary>
    public void Dispose()
    {
    }
}
