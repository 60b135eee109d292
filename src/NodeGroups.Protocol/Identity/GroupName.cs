using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>The name of a group. Two names are built in and reserved: <c>all</c>, every node, and <c>local</c>, this
/// node.</summary>
/// <remarks>A name follows <see cref="NameRules"/>. The default value is no name; it is never valid as an
/// argument.</remarks>
public readonly record struct GroupName : IComparable<GroupName>
{
    private readonly string? _value;

    /// <summary>Creates a name.</summary>
    /// <param name="value">The text; see <see cref="NameRules"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> is null or not a name.</exception>
    public GroupName(string value)
    {
        NameRules.ThrowIfInvalid(value);
        _value = value;
    }

    /// <summary>Gets the built-in group of every node.</summary>
    public static GroupName All { get; } = new("all");

    /// <summary>Gets the built-in group of this node alone.</summary>
    public static GroupName Local { get; } = new("local");

    /// <summary>Gets the text; empty for the default value.</summary>
    public string Value => _value ?? string.Empty;

    /// <summary>Gets a value indicating whether this is no name.</summary>
    public bool IsNone => _value is null;

    /// <summary>Gets a value indicating whether the name is built in: it can be neither joined, left, put nor
    /// deleted.</summary>
    public bool IsReserved => this == All || this == Local;

    /// <summary>Makes a name from its text.</summary>
    /// <param name="value">The text; see <see cref="NameRules"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> is null or not a name.</exception>
    public static implicit operator GroupName(string value) => new(value);

    /// <summary>Makes a name from its text; the same as the conversion.</summary>
    /// <param name="value">The text; see <see cref="NameRules"/>.</param>
    /// <returns>The name.</returns>
    /// <exception cref="ArgumentException"><paramref name="value"/> is null or not a name.</exception>
    public static GroupName FromString(string value) => new(value);

    /// <summary>Tells whether one name orders before another.</summary>
    /// <param name="left">One name.</param>
    /// <param name="right">The other name.</param>
    /// <returns>True when <paramref name="left"/> is smaller.</returns>
    public static bool operator <(GroupName left, GroupName right) => left.CompareTo(right) < 0;

    /// <summary>Tells whether one name orders after another.</summary>
    /// <param name="left">One name.</param>
    /// <param name="right">The other name.</param>
    /// <returns>True when <paramref name="left"/> is larger.</returns>
    public static bool operator >(GroupName left, GroupName right) => left.CompareTo(right) > 0;

    /// <summary>Tells whether one name orders before another or is the same.</summary>
    /// <param name="left">One name.</param>
    /// <param name="right">The other name.</param>
    /// <returns>True when <paramref name="left"/> is not larger.</returns>
    public static bool operator <=(GroupName left, GroupName right) => left.CompareTo(right) <= 0;

    /// <summary>Tells whether one name orders after another or is the same.</summary>
    /// <param name="left">One name.</param>
    /// <param name="right">The other name.</param>
    /// <returns>True when <paramref name="left"/> is not smaller.</returns>
    public static bool operator >=(GroupName left, GroupName right) => left.CompareTo(right) >= 0;

    /// <summary>Orders by characters, not by culture.</summary>
    /// <param name="other">The other name.</param>
    /// <returns>Below zero, zero or above zero.</returns>
    public int CompareTo(GroupName other) => string.CompareOrdinal(_value, other._value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
