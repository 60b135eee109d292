using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>
/// A chosen strategy: a name, its parameters as text, and how to make an instance. Immutable, so it can be shared
/// between nodes.
/// </summary>
/// <remarks>
/// Made by <see cref="GossipStrategies"/>. Name and parameters travel in group-wide options; code never does.
/// </remarks>
public sealed class GossipStrategy
{
    private readonly Func<IGossipStrategy> _create;

    internal GossipStrategy(string name, string parameters, Func<IGossipStrategy> create)
    {
        NameRules.ThrowIfInvalid(name);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(create);
        Name = name;
        Parameters = parameters;
        _create = create;
    }

    /// <summary>Gets the name, for example <c>push</c>.</summary>
    public string Name { get; }

    /// <summary>Gets the parameters as text, for example <c>fanout=3</c>; empty for the defaults.</summary>
    public string Parameters { get; }

    /// <summary>Gets the fan-out that <c>auto</c> was given; null for none, and for every other strategy.</summary>
    internal Fanout? AutoFanout { get; init; }

    /// <summary>Makes an instance for one group on one node.</summary>
    /// <returns>A new instance.</returns>
    /// <exception cref="InvalidOperationException">The strategy is one of yours and made null.</exception>
    public IGossipStrategy Create() =>
        _create() ?? throw new InvalidOperationException($"The strategy '{Name}' made no instance.");

    /// <summary>Gets name and parameters.</summary>
    /// <returns>For example <c>push(fanout=3)</c>.</returns>
    public override string ToString() => Parameters.Length == 0 ? Name : $"{Name}({Parameters})";
}
