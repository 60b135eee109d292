using System.Text;

namespace NodeGroups.Protocol;

/// <summary>
/// Remembers names read lately, so that a name that comes again costs neither an allocation nor a check.
/// </summary>
/// <remarks>
/// Direct-mapped: each name has one place, the newest wins. So the cache is bounded and a peer that sends names of
/// colliding hashes can make it useless but never slow. Not thread-safe.
/// </remarks>
internal sealed class NameCache
{
    private const int Places = 2048;
    private readonly GroupName[] _names = new GroupName[Places];

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
