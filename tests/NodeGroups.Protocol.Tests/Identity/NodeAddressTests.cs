using System.Net;
using NodeGroups.Protocol;
using NodeGroups.Tests.Wire;

namespace NodeGroups.Tests.Identity;

public sealed class NodeAddressTests
{
    private static readonly string[] s_hostsWithColon =
    [
        "::", "::1", "1::", "fe80::1%3", "fe80::1%eth0", "2001:db8::8:800:200c:417a", "1:2:3:4:5:6:7:8", "::0:0",
        "::ffff:10.0.0.5", "1:2:3:4:5:6:10.0.0.5", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8",
        ":", ":::", "::1::", ":1", "1:", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2:3:4:5:6:7:8", "12345::",
        "::g", "foo:bar", "10.0.0.5:7400", "::10.0.0", "::10.0.0.256", "::10.0.0.5:1", "10.0.0.5::", "host::1",
        "1:2:3:4:5:6:7:10.0.0.5", "fe80::1%", "%1:2", "1:2:3:4:5:6:7:-8",
    ];

    [TestCaseSource(nameof(s_hostsWithColon))]
    public void Host_with_a_colon_should_be_an_ipv6_address(string host)
    {
        bool isAddress = host[^1] != '%' && IPAddress.TryParse(host.Split('%')[0], out _);
        byte[] frame = Frames.Build(MessageTag.MemberUpdates, (ref WireWriter w) =>
        {
            w.WriteVarint(1);
            w.WriteId(new NodeId(3, 4));
            w.WriteAscii("");
            w.WriteAscii(host);
            w.WritePort(1);
            w.WriteByte(1);
            w.WriteVarint(0);
            w.WriteVarint(0);
        });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                () => new NodeAddress(host, 0),
                isAddress ? Throws.Nothing : Throws.ArgumentException.With.Message.Contains("IPv6 address"));
            Assert.That(
                () => NodeAddress.Parse($"[{host}]:1"),
                isAddress ? Throws.Nothing : Throws.InstanceOf<FormatException>());
            Assert.That(Frames.Decode(frame), Is.EqualTo(isAddress ? DecodeError.None : DecodeError.BadBody));
        }
    }
}
