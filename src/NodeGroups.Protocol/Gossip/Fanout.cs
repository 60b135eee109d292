using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>How many peers a node contacts in one gossip step, as a function of the group's size. Immutable.</summary>
public sealed class Fanout : IEquatable<Fanout>
{
    private const string CustomText = "custom";
    private readonly Func<int, int> _function;
    private readonly string _text;

    private Fanout(string text, Func<int, int> function)
    {
        _text = text;
        _function = function;
    }

    /// <summary>Gets the probability wished for, when the fan-out was made from one.</summary>
    /// <value>Null, unless it came from <see cref="ForReliability"/>.</value>
    public double? Reliability { get; private init; }

    /// <summary>Gets a fixed fan-out.</summary>
    /// <param name="count">How many peers; at least 0.</param>
    /// <returns>The fan-out.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static Fanout Constant(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new Fanout(count.ToString(CultureInfo.InvariantCulture), _ => count);
    }

    /// <summary>Gets a fan-out of ⌈ln(members)⌉ plus a constant.</summary>
    /// <param name="extra">The constant; the share of members missed by a push falls as e to the minus fan-out.</param>
    /// <returns>The fan-out.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="extra"/> is negative.</exception>
    public static Fanout Log(int extra = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(extra);
        string text = extra == 0 ? "log" : string.Create(CultureInfo.InvariantCulture, $"log+{extra}");
        return new Fanout(text, members => (int)Math.Ceiling(Math.Log(Math.Max(1, members))) + extra);
    }

    /// <summary>
    /// Gets the smallest fan-out with which an infect-and-die push alone reaches everybody with a wished
    /// probability.
    /// </summary>
    /// <param name="reliability">Above 0 and below 1, for example 0.999999.</param>
    /// <returns>The fan-out.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="reliability"/> is not between 0 and 1.</exception>
    /// <remarks>
    /// P(all) = exp(−L (1 − q f/(n−1))^(L−1)) with L live ones of n members and a share q of messages that arrive;
    /// Erdős and Rényi; Kermarrec, Massoulié and Ganesh, 2003. A node counts the loss that its probes have measured;
    /// see <see cref="For(int, double, double)"/>.
    /// </remarks>
    public static Fanout ForReliability(double reliability)
    {
        if (!(reliability > 0 && reliability < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(reliability), reliability, "The reliability must be above 0 and below 1.");
        }

        return new Fanout(
            reliability.ToString("R", CultureInfo.InvariantCulture),
            members => SpreadEstimate.TargetsFor(members, members, 0, reliability))
        {
            Reliability = reliability,
        };
    }

    /// <summary>Reads a fan-out from text.</summary>
    /// <param name="text">A count (<c>3</c>), <c>log</c>, <c>log+2</c>, or a reliability between 0 and 1
    /// (<c>0.999999</c>).</param>
    /// <returns>The fan-out.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="FormatException"><paramref name="text"/> is none of these.</exception>
    public static Fanout Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out Fanout? fanout)
            ? fanout
            : throw new FormatException($"'{text}' is not a fan-out: a count, log, log+2 or 0.999 is expected.");
    }

    /// <summary>Tries to read a fan-out from text; see <see cref="Parse"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fanout">The fan-out, or null.</param>
    /// <returns>True when the text is a fan-out.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Fanout? fanout)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        fanout = null;
        if (text == "log")
        {
            fanout = Log();
        }
        else if (text is not null && text.StartsWith("log+", StringComparison.Ordinal))
        {
            fanout = int.TryParse(text.AsSpan(4), NumberStyles.None, culture, out int extra) ? Log(extra) : null;
        }
        else if (int.TryParse(text, NumberStyles.None, culture, out int count))
        {
            fanout = Constant(count);
        }
        else if (double.TryParse(text, NumberStyles.Float, culture, out double share) && share > 0 && share < 1)
        {
            fanout = ForReliability(share);
        }

        return fanout is not null;
    }

    /// <summary>Gets a fan-out of your own.</summary>
    /// <param name="function">From the number of members, this node included, to the number of peers; must be
    /// pure.</param>
    /// <returns>The fan-out.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    public static Fanout Of(Func<int, int> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new Fanout(CustomText, function);
    }

    /// <summary>Gets the fan-out for a group's size, clamped to what exists.</summary>
    /// <param name="memberCount">The number of members, this node included.</param>
    /// <returns>0 to <paramref name="memberCount"/> − 1; 0 when there is nobody else.</returns>
    public int For(int memberCount) => memberCount <= 1 ? 0 : Math.Clamp(_function(memberCount), 0, memberCount - 1);

    /// <summary>Gets the fan-out where messages are lost, or members are dead and not noticed.</summary>
    /// <param name="memberCount">The number of members, this node and the dead included.</param>
    /// <param name="loss">The share of messages lost; at least 0 and below 1.</param>
    /// <param name="deadShare">The share of members that are dead; at least 0 and below 1.</param>
    /// <returns>
    /// A fan-out made from a reliability grows with both; any other is that of <see cref="For(int)"/>. 0 to
    /// <paramref name="memberCount"/> − 1.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A share is out of its range.</exception>
    public int For(int memberCount, double loss, double deadShare = 0)
    {
        GossipConditions.ThrowUnlessShare(loss, nameof(loss));
        GossipConditions.ThrowUnlessShare(deadShare, nameof(deadShare));
        if (Reliability is not { } reliability || memberCount <= 1)
        {
            return For(memberCount);
        }

        int live = memberCount - (int)(memberCount * deadShare);
        return SpreadEstimate.TargetsFor(memberCount, live, loss, reliability);
    }

    /// <summary>Tells whether another fan-out is the same: of the same text, or the same function.</summary>
    /// <param name="other">The other one.</param>
    /// <returns>True when both give the same for every group.</returns>
    public bool Equals(Fanout? other) =>
        other is not null && _text == other._text && (_text != CustomText || _function == other._function);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Fanout);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        int hash = 0;
        foreach (char letter in _text)
        {
            hash = unchecked((hash * 31) + letter);
        }

        return hash;
    }

    /// <summary>Gets the fan-out as text.</summary>
    /// <returns>For example <c>3</c>, <c>log+2</c> or <c>0.999999</c>.</returns>
    public override string ToString() => _text;
}
