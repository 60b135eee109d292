using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace NodeGroups.Protocol;

/// <summary>
/// Reads the elements of the wire format. Every method answers false, and never throws, when the bytes are not right.
/// </summary>
internal ref struct WireReader(ReadOnlyMemory<byte> frame, int position, NameCache? names)
{
    private readonly ReadOnlyMemory<byte> _frame = frame;
    private readonly ReadOnlySpan<byte> _bytes = frame.Span;
    private readonly NameCache? _names = names;
    private int _position = position;

    /// <summary>Gets the number of bytes not read yet.</summary>
    public readonly int Remaining => _bytes.Length - _position;

    public bool TryReadByte(out byte value)
    {
        if (_position >= _bytes.Length)
        {
            value = 0;
            return false;
        }

        value = _bytes[_position++];
        return true;
    }

    public bool TryReadBoolean(out bool value)
    {
        bool read = TryReadByte(out byte number);
        value = number == 1;
        return read && number <= 1;
    }

    public bool TryReadPort(out int value)
    {
        bool read = Remaining >= sizeof(ushort);
        value = read ? BinaryPrimitives.ReadUInt16LittleEndian(_bytes[_position..]) : 0;
        _position += read ? sizeof(ushort) : 0;
        return read;
    }

    public bool TryReadWord(out ulong value)
    {
        bool read = Remaining >= sizeof(ulong);
        value = read ? BinaryPrimitives.ReadUInt64LittleEndian(_bytes[_position..]) : 0;
        _position += read ? sizeof(ulong) : 0;
        return read;
    }

    public bool TryReadId(out NodeId value)
    {
        bool read = Remaining >= NodeId.SizeInBytes;
        value = read ? NodeId.Read(_bytes[_position..]) : default;
        _position += read ? NodeId.SizeInBytes : 0;
        return read;
    }

    /// <summary>Reads an id that must name a node.</summary>
    public bool TryReadNode(out NodeId value) => TryReadId(out value) && !value.IsNone;

    /// <summary>Reads a number in its shortest form only, so that each value has one encoding.</summary>
    public bool TryReadVarint(out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 64 && _position < _bytes.Length; shift += 7)
        {
            byte part = _bytes[_position++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return (part != 0 || shift == 0) && (shift < 63 || part == 1);
            }
        }

        return false;
    }

    /// <summary>Reads a number of at most so much.</summary>
    public bool TryReadVarint(ulong limit, out ulong value) => TryReadVarint(out value) && value <= limit;

    /// <summary>Reads a number of elements, which must fit both the limit and the bytes that are left.</summary>
    public bool TryReadCount(int limit, int elementBytes, out int count)
    {
        bool read = TryReadVarint((ulong)limit, out ulong value) && value <= (ulong)(Remaining / elementBytes);
        count = read ? (int)value : 0;
        return read;
    }

    /// <summary>Reads a length and gets a slice of the frame.</summary>
    public bool TryReadPayload(out ReadOnlyMemory<byte> value)
    {
        bool read = TryReadCount(int.MaxValue, 1, out int length);
        value = _frame.Slice(_position, length);
        _position += length;
        return read;
    }

    /// <summary>Reads a name; when <paramref name="optional"/>, no name (empty) is allowed.</summary>
    public bool TryReadName(bool optional, out GroupName value)
    {
        value = default;
        if (!TryReadSpan(NameRules.LengthLimit, out ReadOnlySpan<byte> bytes))
        {
            return false;
        }

        if (bytes.IsEmpty)
        {
            return optional;
        }

        return _names is null ? NameCache.TryRead(bytes, out value) : _names.TryGet(bytes, out value);
    }

    /// <summary>Reads a host and a port; a host is lower case on the wire.</summary>
    public bool TryReadAddress(out NodeAddress value)
    {
        value = default;
        if (!TryReadSpan(NodeAddress.HostLengthLimit, out ReadOnlySpan<byte> host)
            || !TryReadPort(out int port))
        {
            return false;
        }

        return _names is null ? NameCache.TryRead(host, port, out value) : _names.TryGet(host, port, out value);
    }

    /// <summary>Reads a text of valid UTF-8.</summary>
    public bool TryReadText(int limit, out string value)
    {
        bool read = TryReadSpan(limit, out ReadOnlySpan<byte> bytes) && Utf8.IsValid(bytes);
        value = read ? Encoding.UTF8.GetString(bytes) : string.Empty;
        return read;
    }

    private bool TryReadSpan(int limit, out ReadOnlySpan<byte> bytes)
    {
        bool read = TryReadCount(limit, 1, out int length);
        bytes = _bytes.Slice(_position, length);
        _position += length;
        return read;
    }
}
