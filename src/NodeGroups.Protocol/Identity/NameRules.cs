using System.Runtime.CompilerServices;

namespace NodeGroups.Protocol;

/// <summary>The one rule for names of nodes, groups, topics, methods, services and clusters.</summary>
/// <remarks>
/// 1 to 128 ASCII characters: the first a letter or digit, the rest letters, digits, <c>.</c> <c>_</c> <c>-</c> or
/// <c>:</c>. One written rule for all platforms and cultures: no Unicode forms to normalise, nothing to escape in a
/// log, a path or a metric. Names are compared by their characters, upper and lower case apart.
/// </remarks>
public static class NameRules
{
    /// <summary>The longest name, in characters.</summary>
    public const int LengthLimit = 128;

    /// <summary>Tells whether a text is a name.</summary>
    /// <param name="name">The text.</param>
    /// <returns>True when it follows the rule.</returns>
    public static bool IsValid(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || name.Length > LengthLimit || !char.IsAsciiLetterOrDigit(name[0]))
        {
            return false;
        }

        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-' or ':'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Throws when a text is not a name.</summary>
    /// <param name="name">The text.</param>
    /// <param name="parameterName">The parameter to name in the exception.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> does not follow the rule.</exception>
    public static void ThrowIfInvalid(
        string name, [CallerArgumentExpression(nameof(name))] string? parameterName = null)
    {
        ArgumentNullException.ThrowIfNull(name, parameterName);
        if (!IsValid(name))
        {
            throw new ArgumentException(
                $"A name has 1 to {LengthLimit} ASCII characters: "
                + "a letter or digit, then letters, digits, '.', '_', '-' or ':'.",
                parameterName);
        }
    }
}
