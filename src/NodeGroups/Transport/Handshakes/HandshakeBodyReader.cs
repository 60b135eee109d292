using System.Buffers.Binary;
using System.Text;

namespace NodeGroups.Transport;

/// <summary>Reads the fields of a handshake body; every length is checked before it is used.</summary>
internal ref struct HandshakeBodyReader(ReadOnlySpan<byte> body)
{
    private ReadOnlySpan<byte> _rest = body;

    public bool TryBytes(int count, out ReadOnlySpan<byte> bytes)
    {
        if (_rest.Length < count)
        {
            bytes = default;
            return false;
        }

        bytes = _rest[..count];
        _rest = _rest[count..];
        return true;
    }

    public bool TryUInt16(out int value)
    {
        bool read = TryBytes(2, out ReadOnlySpan<byte> bytes);
        value = read ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : 0;
        return read;
    }

    /// <summary>Reads ASCII text with a length byte before it.</summary>
    public bool TryText(out string text)
    {
        text = string.Empty;
        if (!TryBytes(1, out ReadOnlySpan<byte> length) || !TryBytes(length[0], out ReadOnlySpan<byte> bytes)
            || !Ascii.IsValid(bytes))
        {
            return false;
        }

        text = Encoding.ASCII.GetString(bytes);
        return true;
    }

    /// <summary>Reads one extension, empty when absent, and skips the others; they must end with the body.</summary>
    public bool TryExtensions(int wanted, out ReadOnlySpan<byte> found)
    {
        found = default;
        if (!TryUInt16(out int count))
        {
            return false;
        }

        for (int i = 0; i < count; i++)
        {
            if (!TryUInt16(out int id) || !TryUInt16(out int length) || !TryBytes(length, out ReadOnlySpan<byte> bytes))
            {
                return false;
            }

            found = id == wanted ? bytes : found;
        }

        return _rest.IsEmpty;
    }
}
