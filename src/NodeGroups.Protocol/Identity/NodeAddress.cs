using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>Where a node listens: a host (a name or an IP address) and a port.</summary>
/// <remarks>
/// Two addresses are equal when their hosts are the same text, ignoring ASCII case, and their ports are the same;
/// nothing is resolved. The default value, <see cref="None"/>, names no place.
/// </remarks>
public readonly struct NodeAddress : IEquatable<NodeAddress>, IComparable<NodeAddress>, ISpanParsable<NodeAddress>
{
    /// <summary>The longest host, in characters: the limit of a DNS name.</summary>
    public const int HostLengthLimit = 253;

    private readonly string? _host;

    /// <summary>Creates an address.</summary>
    /// <param name="host">An IP address without brackets, or a DNS name; kept in lower case. With a colon it must be an
    /// IPv6 address.</param>
    /// <param name="port">0 to 65,535; 0 asks for any free port when listening.</param>
    /// <exception cref="ArgumentException"><paramref name="host"/> is empty, too long, has a character that no
    /// host has, or has a colon and is no IPv6 address.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="port"/> is out of range.</exception>
    public NodeAddress(string host, int port)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        if (!IsHost(host))
        {
            throw new ArgumentException(
                $"The host must be an IP address or a DNS name of at most {HostLengthLimit} characters; with a colon "
                + "it must be an IPv6 address, for example ::1. The port stands apart.",
                nameof(host));
        }

        _host = host.ToLowerInvariant();
        Port = port;
    }

    /// <summary>Gets the address that names no place.</summary>
    public static NodeAddress None => default;

    /// <summary>Gets the host: an IP address or a DNS name, in lower case; empty for <see cref="None"/>.</summary>
    public string Host => _host ?? string.Empty;

    /// <summary>Gets the port.</summary>
    public int Port { get; }

    /// <summary>Gets a value indicating whether this is <see cref="None"/>.</summary>
    public bool IsNone => _host is null;

    /// <summary>Makes an address on this machine's IPv4 loopback.</summary>
    /// <param name="port">0 to 65,535; 0 asks for any free port.</param>
    /// <returns>The address <c>127.0.0.1:port</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="port"/> is out of range.</exception>
    public static NodeAddress Loopback(int port = 0) => new("127.0.0.1", port);

    /// <summary>Reads an address such as <c>10.0.0.5:7400</c>, <c>[::1]:7400</c> or
    /// <c>node-1.example:7400</c>.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used: the form is the same in every culture.</param>
    /// <returns>The address.</returns>
    /// <exception cref="FormatException"><paramref name="s"/> is not of that form.</exception>
    public static NodeAddress Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out NodeAddress address)
            ? address
            : throw new FormatException(
                $"'{s}' is not a node address: host:port is expected, for example 10.0.0.5:7400 or [::1]:7400.");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    /// <exception cref="ArgumentNullException"><paramref name="s"/> is null.</exception>
    public static NodeAddress Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), provider);
    }

    /// <summary>Tries to read an address.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used: the form is the same in every culture.</param>
    /// <param name="result">The address, or <see cref="None"/>.</param>
    /// <returns>True when the text is an address.</returns>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out NodeAddress result)
    {
        result = default;
        int colon = s.LastIndexOf(':');
        if (colon <= 0
            || !ushort.TryParse(s[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
        {
            return false;
        }

        ReadOnlySpan<char> host = s[..colon];
        bool bracketed = host is ['[', .., ']'];
        if (bracketed)
        {
            host = host[1..^1];
        }

        if (host.Contains(':') != bracketed || !IsHost(host))
        {
            return false;
        }

        result = new NodeAddress(host.ToString(), port);
        return true;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, IFormatProvider?, out NodeAddress)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out NodeAddress result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <summary>Tells whether two addresses are the same.</summary>
    /// <param name="left">One address.</param>
    /// <param name="right">The other address.</param>
    /// <returns>True when host and port are the same.</returns>
    public static bool operator ==(NodeAddress left, NodeAddress right) => left.Equals(right);

    /// <summary>Tells whether two addresses differ.</summary>
    /// <param name="left">One address.</param>
    /// <param name="right">The other address.</param>
    /// <returns>True when host or port differ.</returns>
    public static bool operator !=(NodeAddress left, NodeAddress right) => !left.Equals(right);

    /// <summary>Tells whether one address orders before another.</summary>
    /// <param name="left">One address.</param>
    /// <param name="right">The other address.</param>
    /// <returns>True when <paramref name="left"/> is smaller.</returns>
    public static bool operator <(NodeAddress left, NodeAddress right) => left.CompareTo(right) < 0;

    /// <summary>Tells whether one address orders after another.</summary>
    /// <param name="left">One address.</param>
    /// <param name="right">The other address.</param>
    /// <returns>True when <paramref name="left"/> is larger.</returns>
    public static bool operator >(NodeAddress left, NodeAddress right) => left.CompareTo(right) > 0;

    /// <summary>Tells whether one address orders before another or is the same.</summary>
    /// <param name="left">One address.</param>
    /// <param name="right">The other address.</param>
    /// <returns>True when <paramref name="left"/> is not larger.</returns>
    public static bool operator <=(NodeAddress left, NodeAddress right) => left.CompareTo(right) <= 0;

    /// <summary>Tells whether one address orders after another or is the same.</summary>
    /// <param name="left">One address.</param>
    /// <param name="right">The other address.</param>
    /// <returns>True when <paramref name="left"/> is not smaller.</returns>
    public static bool operator >=(NodeAddress left, NodeAddress right) => left.CompareTo(right) >= 0;

    /// <summary>Gets the same host with another port.</summary>
    /// <param name="port">0 to 65,535.</param>
    /// <returns>The address.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="port"/> is out of range.</exception>
    public NodeAddress WithPort(int port) => new(Host, port);

    /// <inheritdoc/>
    public bool Equals(NodeAddress other) =>
        Port == other.Port && string.Equals(_host, other._host, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is NodeAddress other && Equals(other);

    /// <summary>Gets a hash of host and port, seeded per process: never use it to order anything.</summary>
    /// <returns>The hash.</returns>
    public override int GetHashCode()
    {
#pragma warning disable RS0030 // Hosts come from the wire: a hash that nobody can foresee keeps tables quick.
        return (string.GetHashCode(_host, StringComparison.Ordinal) * 31) + Port;
#pragma warning restore RS0030
    }

    /// <inheritdoc/>
    public int CompareTo(NodeAddress other)
    {
        int host = string.CompareOrdinal(_host, other._host);
        return host != 0 ? host : Port.CompareTo(other.Port);
    }

    /// <summary>Writes the address in the form that <see cref="Parse(string, IFormatProvider?)"/> reads.</summary>
    /// <returns>For example <c>127.0.0.1:7400</c> or <c>[::1]:7400</c>; empty for <see cref="None"/>.</returns>
    public override string ToString()
    {
        if (_host is null)
        {
            return string.Empty;
        }

        string port = Port.ToString(CultureInfo.InvariantCulture);
        return _host.Contains(':', StringComparison.Ordinal) ? $"[{_host}]:{port}" : $"{_host}:{port}";
    }

    private static bool IsHost(ReadOnlySpan<char> host)
    {
        if (host.IsEmpty || host.Length > HostLengthLimit)
        {
            return false;
        }

        foreach (char c in host)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_' or ':' or '%'))
            {
                return false;
            }
        }

        return !host.Contains(':') || Ipv6Text.IsAddress(host);
    }
}
