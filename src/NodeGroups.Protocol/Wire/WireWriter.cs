using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace NodeGroups.Protocol;

/// <summary>Writes the elements of the wire format into a buffer that is known to be large enough.</summary>
internal ref struct WireWriter(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    /// <summary>Gets the number of bytes written.</summary>
    public int Position { get; private set; }

    public void WriteByte(byte value) => _buffer[Position++] = value;

    public void WriteBoolean(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    public void WritePort(int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_buffer[Position..], (ushort)value);
        Position += sizeof(ushort);
    }

    public void WriteWord(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer[Position..], value);
        Position += sizeof(ulong);
    }

    public void WriteId(NodeId value)
    {
        value.Write(_buffer[Position..]);
        Position += NodeId.SizeInBytes;
    }

    public void WriteVarint(ulong value)
    {
        while (value >= 0x80)
        {
            _buffer[Position++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _buffer[Position++] = (byte)value;
    }

    public void WriteBytes(scoped ReadOnlySpan<byte> value)
    {
        WriteVarint((ulong)value.Length);
        value.CopyTo(_buffer[Position..]);
        Position += value.Length;
    }

    /// <summary>Writes a text of ASCII characters, which the caller has checked.</summary>
    public void WriteAscii(scoped ReadOnlySpan<char> value)
    {
        WriteVarint((ulong)value.Length);
        Encoding.ASCII.GetBytes(value, _buffer[Position..]);
        Position += value.Length;
    }

    /// <summary>Writes a group's name, which is valid unless it is none.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public void WriteGroup(GroupName value)
    {
        if (value.IsNone)
        {
            throw new ArgumentException("The message names no group.");
        }

        WriteAscii(value.Value);
    }

    /// <summary>Writes a name.</summary>
    /// <exception cref="ArgumentException">It is not one.</exception>
    public void WriteName(string value)
    {
        NameRules.ThrowIfInvalid(value);
        WriteAscii(value);
    }

    /// <summary>Writes a text, cut at a character's border to at most so many bytes.</summary>
    public void WriteText(string value, int limit)
    {
        if (value.Length == 0)
        {
            WriteByte(0);
            return;
        }

        Span<byte> text = limit <= 1024 ? stackalloc byte[limit] : new byte[limit];
        _ = Utf8.FromUtf16(value, text, out _, out int used);
        WriteBytes(text[..used]);
    }
}
