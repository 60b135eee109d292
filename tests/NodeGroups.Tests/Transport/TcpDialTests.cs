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

    [TestCase(false)]
    [TestCase(true)]
    public async Task Dial_for_the_application_should_not_wait_behind_those_of_membership(bool isWaitingAlready)
    {
        List<Socket> silent = [];
        await using TestNode a = await TestNode.OpenAsync(TcpTransportFactory.Instance, 1);
        await using TestNode b = await TestNode.OpenAsync(TcpTransportFactory.Instance, 2);
        for (int i = 0; i < 3 * TcpDialer.DialLimit; i++)
        {
            silent.Add(RawPeer.Listen(out NodeAddress address));
            await a.Transport.SendAsync(address, TestNode.Frame(0, membership: true), a.Cancel);
        }

        if (isWaitingAlready)
        {
            await a.SendAsync(b, TestNode.Frame(1, membership: true));
        }

        await a.SendAsync(b, TestNode.Frame(2));
        uint first = TestNode.Number(await b.NextFrameAsync());
        Assert.That(first, Is.EqualTo(isWaitingAlready ? 1 : 2), "the lane's order stays");
        Assert.That(a.Counters.DialsFailed, Is.Zero, "no other dial had ended");
        silent.ForEach(listener => listener.Dispose());
    }
}
