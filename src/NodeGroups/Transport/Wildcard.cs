using System.Net;

namespace NodeGroups.Transport;

/// <summary>Knows the addresses that mean every interface: good to listen at, of no use to others.</summary>
internal static class Wildcard
{
    /// <summary>Tells whether a host is <c>0.0.0.0</c> or <c>::</c>, in any way to write it.</summary>
    public static bool Is(string host) => IPAddress.TryParse(host, out IPAddress? ip)
        && (ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip) is var plain
        && (plain.Equals(IPAddress.Any) || plain.Equals(IPAddress.IPv6Any));
}
