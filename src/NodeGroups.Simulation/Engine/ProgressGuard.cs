using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>The invariant "progress": a machine that is advanced asks for a later moment, sooner or later.</summary>
/// <remarks>A few times at one moment are in order: what is due can make something else due.</remarks>
internal sealed class ProgressGuard
{
    /// <summary>The name under which a violation is told.</summary>
    public const string Name = "progress";

    /// <summary>How often a machine may be advanced at one moment.</summary>
    public const int Limit = 1000;

    private MonotonicTime? _last;
    private int _repeats;

    /// <summary>Notes that a machine is to be advanced.</summary>
    /// <returns>What is wrong, or null.</returns>
    public string? Advance(MonotonicTime now)
    {
        _repeats = _last == now ? _repeats + 1 : 1;
        _last = now;
        return _repeats > Limit ? "It wants to be advanced again and again at the same moment." : null;
    }
}
