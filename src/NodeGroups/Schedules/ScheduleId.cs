using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NodeGroups;

/// <summary>The name of a schedule, unique in the cluster: the node that made it and a number. Immutable.</summary>
/// <param name="Creator">The node that made it.</param>
/// <param name="Number">1 for its first schedule.</param>
public readonly record struct ScheduleId(NodeId Creator, long Number) : IParsable<ScheduleId>
{
    private const int CreatorDigits = 2 * NodeId.SizeInBytes;

    /// <summary>Reads an id from its text.</summary>
    /// <param name="s">The text, from <see cref="ToString"/>.</param>
    /// <param name="provider">Not used: the form is the same in every culture.</param>
    /// <returns>The id.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="s"/> is null.</exception>
    /// <exception cref="FormatException"><paramref name="s"/> is not an id.</exception>
    public static ScheduleId Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, provider, out ScheduleId id)
            ? id
            : throw new FormatException($"'{s}' is not the id of a schedule.");
    }

    /// <summary>Tries to read an id from its text.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used: the form is the same in every culture.</param>
    /// <param name="result">The id, or the default value.</param>
    /// <returns>True when the text is an id.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ScheduleId result)
    {
        result = default;
        if (s is null || s.Length <= CreatorDigits + 1 || s[CreatorDigits] != '-'
            || !NodeId.TryParse(s.AsSpan(0, CreatorDigits), null, out NodeId creator)
            || !long.TryParse(
                s.AsSpan(CreatorDigits + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            return false;
        }

        result = new ScheduleId(creator, number);
        return true;
    }

    /// <summary>Gets the text.</summary>
    /// <returns>The creator's 32 digits, a hyphen and the number.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Creator}-{Number}");
}
