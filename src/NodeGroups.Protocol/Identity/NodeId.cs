using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>The 128-bit name of one process life of a node: a restart is a new id, at the same address or
/// another.</summary>
/// <remarks>
/// It is random, never derived from an address or a clock, so that restarts, reused addresses and clock jumps cannot
/// confuse two lives. The default value, <see cref="None"/>, names no node.
/// </remarks>
public readonly record struct NodeId : IComparable<NodeId>, ISpanParsable<NodeId>
{
    /// <summary>The number of bytes of an id on the wire.</summary>
    public const int SizeInBytes = 16;

    /// <summary>Creates an id from its two halves.</summary>
    /// <param name="high">The upper 64 bits.</param>
    /// <param name="low">The lower 64 bits.</param>
    public NodeId(ulong high, ulong low)
    {
        High = high;
        Low = low;
    }

    /// <summary>Gets the id that names no node.</summary>
    public static NodeId None => default;

    /// <summary>Gets the upper 64 bits.</summary>
    public ulong High { get; }

    /// <summary>Gets the lower 64 bits.</summary>
    public ulong Low { get; }

    /// <summary>Gets a value indicating whether this is <see cref="None"/>.</summary>
    public bool IsNone => (High | Low) == 0;

    /// <summary>Draws a new id.</summary>
    /// <param name="random">The source of the bits.</param>
    /// <returns>An id that is not <see cref="None"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    public static NodeId Create(DeterministicRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        NodeId id = new(random.NextUInt64(), random.NextUInt64());
        return id.IsNone ? new NodeId(0, 1) : id;
    }

    /// <summary>Reads an id from its 16 wire bytes, big-endian.</summary>
    /// <param name="source">At least <see cref="SizeInBytes"/> bytes.</param>
    /// <returns>The id.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="source"/> is too short.</exception>
    public static NodeId Read(ReadOnlySpan<byte> source) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(source), BinaryPrimitives.ReadUInt64BigEndian(source[8..]));

    /// <summary>Reads an id from 32 hexadecimal digits.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used: the form is the same in every culture.</param>
    /// <returns>The id.</returns>
    /// <exception cref="FormatException"><paramref name="s"/> is not 32 hexadecimal digits.</exception>
    public static NodeId Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out NodeId id)
            ? id
            : throw new FormatException($"'{s}' is not a node id: 32 hexadecimal digits are expected.");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    /// <exception cref="ArgumentNullException"><paramref name="s"/> is null.</exception>
    public static NodeId Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), provider);
    }

    /// <summary>Tries to read an id from 32 hexadecimal digits.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used: the form is the same in every culture.</param>
    /// <param name="result">The id, or <see cref="None"/>.</param>
    /// <returns>True when the text is an id.</returns>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out NodeId result)
    {
        result = default;
        if (s.Length != 2 * SizeInBytes
            || !ulong.TryParse(s[..16], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong high)
            || !ulong.TryParse(s[16..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong low))
        {
            return false;
        }

        result = new NodeId(high, low);
        return true;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, IFormatProvider?, out NodeId)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out NodeId result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <summary>Tells whether one id orders before another.</summary>
    /// <param name="left">One id.</param>
    /// <param name="right">The other id.</param>
    /// <returns>True when <paramref name="left"/> is smaller.</returns>
    public static bool operator <(NodeId left, NodeId right) => left.CompareTo(right) < 0;

    /// <summary>Tells whether one id orders after another.</summary>
    /// <param name="left">One id.</param>
    /// <param name="right">The other id.</param>
    /// <returns>True when <paramref name="left"/> is larger.</returns>
    public static bool operator >(NodeId left, NodeId right) => left.CompareTo(right) > 0;

    /// <summary>Tells whether one id orders before another or is the same.</summary>
    /// <param name="left">One id.</param>
    /// <param name="right">The other id.</param>
    /// <returns>True when <paramref name="left"/> is not larger.</returns>
    public static bool operator <=(NodeId left, NodeId right) => left.CompareTo(right) <= 0;

    /// <summary>Tells whether one id orders after another or is the same.</summary>
    /// <param name="left">One id.</param>
    /// <param name="right">The other id.</param>
    /// <returns>True when <paramref name="left"/> is not smaller.</returns>
    public static bool operator >=(NodeId left, NodeId right) => left.CompareTo(right) >= 0;

    /// <summary>Writes the 16 wire bytes, big-endian.</summary>
    /// <param name="destination">At least <see cref="SizeInBytes"/> bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="destination"/> is too short.</exception>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, High);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Low);
    }

    /// <inheritdoc/>
    public int CompareTo(NodeId other)
    {
        int high = High.CompareTo(other.High);
        return high != 0 ? high : Low.CompareTo(other.Low);
    }

    /// <summary>Gets a hash that is the same in every process, so that no order depends on a per-process
    /// seed.</summary>
    /// <returns>The hash.</returns>
    public override int GetHashCode() => (int)((High ^ Low ^ (Low >> 32)) * 0x9E3779B97F4A7C15UL >> 32);

    /// <summary>Gets the short form for people: the first eight digits. Two nodes can share it.</summary>
    /// <returns>Eight hexadecimal digits.</returns>
    public string ToShortString() => (High >> 32).ToString("x8", CultureInfo.InvariantCulture);

    /// <summary>Gets the whole id.</summary>
    /// <returns>32 hexadecimal digits, which <see cref="Parse(string, IFormatProvider?)"/> reads.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{High:x16}{Low:x16}");
}
