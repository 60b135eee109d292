using System.Net.Sockets;
using NodeGroups.Transport;

namespace NodeGroups.Tests.Transport;

internal sealed class TcpDialTests
{
    [Test]
    public async Task Dial_that_waits_should_be_left_out_when_the_other_side_dials_first()
    {
        List<Socket> silent = [];
        await using TestNode a = await TestNode.OpenAsync(TcpTransportFactory.Instance, 1);
        await using TestNode b = await TestNode.OpenAsync(TcpTransportFactory.Instance, 2);
        for (int i = 0; i < TcpDialer.DialLimit; i++)
        {
            silent.Add(RawPeer.Listen(out NodeAddress address));
            await a.Transport.SendAsync(address, TestNode.Frame(0), a.Cancel);
        }

        await a.SendAsync(b, TestNode.Frame(1));
        await b.SendAsync(a, TestNode.Frame(2));
        Assert.That(TestNode.Number(await a.NextFrameAsync()), Is.EqualTo(2));
        Assert.That(TestNode.Number(await b.NextFrameAsync()), Is.EqualTo(1), "it did not wait for a dial of its own");
        silent.ForEach(listener => listener.Dispose());
        Assert.That(a.Counters.ConnectionsDialled, Is.Zero);
    }

    [Test]
    public async Task Dial_that_waits_should_begin_when_another_ends()
    {
        List<Socket> silent = [];
        await using TestNode a = await TestNode.OpenAsync(TcpTransportFactory.Instance, 1);
        await using TestNode b = await TestNode.OpenAsync(TcpTransportFactory.Instance, 2);
        for (int i = 0; i < TcpDialer.DialLimit; i++)
        {
            silent.Add(RawPeer.Listen(out NodeAddress address));
            await a.Transport.SendAsync(address, TestNode.Frame(0), a.Cancel);
        }

        await a.SendAsync(b, TestNode.Frame(1));
        (await silent[0].AcceptAsync(a.Cancel)).Dispose();
        Assert.That(TestNode.Number(await b.NextFrameAsync()), Is.EqualTo(1));
        silent.ForEach(listener => listener.Dispose());
    }
}
