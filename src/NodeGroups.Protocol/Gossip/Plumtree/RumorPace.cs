using System.Numerics;
using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>
/// How many rumors come in a span of time, and a choice among them on which all nodes agree: as few that one has
/// mostly arrived everywhere before the next is published.
/// </summary>
/// <remarks>
/// Chosen is a rumor whose hash ends in so many zero bits as make one out of about twice the number that comes in
/// the span. Nodes whose estimates differ choose some more or some fewer, never others.
/// </remarks>
internal sealed class RumorPace
{
    private const int Weight = 16;
    private const ulong Most = 65_536;
    private const long LongestTicks = 10 * TimeSpan.TicksPerSecond;
    private long _intervalTicks = LongestTicks;
    private MonotonicTime _last;

    /// <summary>A rumor was new.</summary>
    public void Note(MonotonicTime now)
    {
        long passed = Math.Min((now - _last).Ticks, LongestTicks);
        _intervalTicks += (passed - _intervalTicks) / Weight;
        _last = now;
    }

    /// <summary>Tells whether a rumor is among the chosen.</summary>
    /// <param name="rumor">The rumor.</param>
    /// <param name="span">The time in which at most about one of them is to come.</param>
    public bool IsOneOfFew(in RumorId rumor, TimeSpan span)
    {
        ulong inSpan = (ulong)(span.Ticks / Math.Max(1, _intervalTicks));
        ulong oneOf = inSpan == 0 ? 1 : BitOperations.RoundUpToPowerOf2(Math.Min(2 * inSpan, Most));
        return (RumorHash.Of(rumor) & (oneOf - 1)) == 0;
    }
}
