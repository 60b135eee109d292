using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>The invariants that every simulation checks, new for each.</summary>
public static class Invariant
{
    /// <summary>Makes one of each.</summary>
    /// <returns>The invariants.</returns>
    public static IReadOnlyList<IInvariant> CreateAll() =>
    [
        new AtMostOnceDelivery(),
        new NothingInvented(),
        new PrecedenceNeverDecreases(),
        new LeftIsFinal(),
        new ViewStreamIsComplete(),
        new NeverItself(),
        new OneLifeOneMailbox(),
        new CallsCompleteOnce(),
        new MessagesWithinLimits(),
        new CodecRoundTrip(),
    ];
}
