using System.Diagnostics;

namespace NodeGroups.Runtime;

/// <summary>How long each part of a node's end may take, so that all of them, one after another, keep within one
/// grace.</summary>
/// <param name="grace">How long the whole end may take; null for as long as each part usually may.</param>
internal sealed class EndBudget(TimeSpan? grace)
{
    private readonly long _started = Stopwatch.GetTimestamp();

    /// <summary>What is left until a share of the grace is over; null without a grace.</summary>
    public TimeSpan? Left(double share)
    {
        if (grace is not { } whole)
        {
            return null;
        }

        TimeSpan left = (whole * share) - Stopwatch.GetElapsedTime(_started);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>The same, and never longer than usual.</summary>
    public TimeSpan Left(double share, TimeSpan usual) => Left(share) is { } left && left < usual ? left : usual;
}
