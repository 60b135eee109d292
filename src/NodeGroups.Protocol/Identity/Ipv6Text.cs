using System.Buffers;
using System.Globalization;

namespace NodeGroups.Protocol;

/// <summary>Tells IPv6 addresses by their text, as RFC 4291 writes them; nothing is resolved.</summary>
internal static class Ipv6Text
{
    private const int Groups = 8;
    private const int None = Groups + 1;

    private static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789ABCDEFabcdef");

    /// <summary>Tells whether a text is an IPv6 address, without brackets, with or without a zone
    /// (<c>fe80::1%eth0</c>).</summary>
    public static bool IsAddress(ReadOnlySpan<char> text)
    {
        int zone = text.IndexOf('%');
        if (zone >= 0)
        {
            if (zone == text.Length - 1 || text[(zone + 1)..].ContainsAny('%', ':'))
            {
                return false;
            }

            text = text[..zone];
        }

        int gap = text.IndexOf("::", StringComparison.Ordinal);
        if (gap < 0)
        {
            return CountGroups(text, mayEndInIpv4: true) == Groups;
        }

        ReadOnlySpan<char> before = text[..gap];
        ReadOnlySpan<char> after = text[(gap + 2)..];
        int given = (before.IsEmpty ? 0 : CountGroups(before, mayEndInIpv4: false))
            + (after.IsEmpty ? 0 : CountGroups(after, mayEndInIpv4: true));
        return given < Groups;
    }

    /// <summary>Counts groups of one to four hexadecimal digits; <see cref="None"/> when one is none.</summary>
    private static int CountGroups(ReadOnlySpan<char> text, bool mayEndInIpv4)
    {
        int count = 0;
        while (true)
        {
            int colon = text.IndexOf(':');
            ReadOnlySpan<char> group = colon < 0 ? text : text[..colon];
            if (colon < 0 && mayEndInIpv4 && group.Contains('.'))
            {
                return IsIpv4(group) ? count + 2 : None;
            }

            if (group.Length is 0 or > 4 || group.ContainsAnyExcept(s_digits))
            {
                return None;
            }

            count++;
            if (colon < 0)
            {
                return count;
            }

            text = text[(colon + 1)..];
        }
    }

    private static bool IsIpv4(ReadOnlySpan<char> text)
    {
        int parts = 0;
        foreach (Range range in text.Split('.'))
        {
            ReadOnlySpan<char> part = text[range];
            if (part.Length > 3 || !byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                return false;
            }

            parts++;
        }

        return parts == 4;
    }
}
