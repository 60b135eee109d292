using System.Text;

namespace NodeGroups.Protocol;

/// <summary>
/// Remembers names and addresses read lately, so that what comes again costs neither an allocation nor a check.
/// </summary>
/// <remarks>
/// Direct-mapped: each has one place, the newest wins. So the cache is bounded and a peer that sends names of
/// colliding hashes can make it useless but never slow. Not thread-safe.
/// </remarks>
internal sealed class NameCache
{
    private const int Places = 2048;
    private readonly GroupName[] _names = new GroupName[Places];
    private readonly NodeAddress[] _addresses = new NodeAddress[Places];

    /// <summary>Gets the name that some bytes spell; false when they spell none.</summary>
    public bool TryGet(ReadOnlySpan<byte> bytes, out GroupName name)
    {
        ref GroupName place = ref _names[(int)(Checksum.Compute(bytes) % Places)];
        if (!place.IsNone && Ascii.Equals(bytes, place.Value))
        {
            name = place;
            return true;
        }

        if (!TryRead(bytes, out name))
        {
            return false;
        }

        place = name;
        return true;
    }

    /// <summary>Gets the address of a host and a port; false when the bytes are no host.</summary>
    public bool TryGet(ReadOnlySpan<byte> host, int port, out NodeAddress address)
    {
        ref NodeAddress place = ref _addresses[(int)((Checksum.Compute(host) + (uint)port) % Places)];
        if (place.Port == port && !place.IsNone && Ascii.Equals(host, place.Host))
        {
            address = place;
            return true;
        }

        if (!TryRead(host, port, out address))
        {
            return false;
        }

        place = address;
        return true;
    }

    /// <summary>Reads an address without a cache; false when the bytes are no host in lower case.</summary>
    public static bool TryRead(ReadOnlySpan<byte> host, int port, out NodeAddress address)
    {
        address = default;
        foreach (byte c in host)
        {
            if (!char.IsAsciiLetterLower((char)c) && !char.IsAsciiDigit((char)c)
                && c is not ((byte)'.' or (byte)'-' or (byte)'_' or (byte)':' or (byte)'%'))
            {
                return false;
            }
        }

        if (host.IsEmpty)
        {
            return false;
        }

        string text = Encoding.ASCII.GetString(host);
        if (host.Contains((byte)':') && !Ipv6Text.IsAddress(text))
        {
            return false;
        }

        address = new NodeAddress(text, port);
        return true;
    }

    /// <summary>Reads a name without a cache; false when the bytes spell none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out GroupName name)
    {
        name = default;
        Span<char> characters = stackalloc char[NameRules.LengthLimit];
        if (bytes.Length > characters.Length)
        {
            return false;
        }

        for (int i = 0; i < bytes.Length; i++)
        {
            characters[i] = (char)bytes[i];
        }

        characters = characters[..bytes.Length];
        if (!NameRules.IsValid(characters))
        {
            return false;
        }

        name = new GroupName(characters.ToString());
        return true;
    }
}
