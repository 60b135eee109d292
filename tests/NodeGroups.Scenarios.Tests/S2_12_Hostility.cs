using NodeGroups.Protocol;

namespace NodeGroups.Scenarios.Tests;

/// <summary>What nobody tested: bad input, names that are taken, and lives that follow one another.</summary>
internal sealed class S2_12_Hostility() : ScenarioFixture(helpers: 2)
{
    private static IEnumerable<TestCaseData> Strangers =>
    [
        new TestCaseData("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray()).SetArgDisplayNames("garbage"),
        new TestCaseData(RawClient.Hello()[..20]).SetArgDisplayNames("truncated introduction"),
        new TestCaseData((byte[])[.. RawClient.Hello(), .. RawClient.Call(1, "numbers.double", "1"u8)[..30]])
            .SetArgDisplayNames("truncated call"),
        new TestCaseData((byte[])[.. RawClient.Hello(), 0xFF, 0xFF, 0xFF, 0x7F]).SetArgDisplayNames("oversize frame"),
    ];

    [TestCaseSource(nameof(Strangers))]
    public async Task S2_12_11_Stranger_should_be_shown_out_and_change_nothing(byte[] bytes)
    {
        foreach (int step in new[] { bytes.Length, 1 })
        {
            using RawClient stranger = await RawClient.ConnectAsync(N[0], Token);
            try
            {
                for (int i = 0; i < bytes.Length; i += step)
                {
                    await stranger.WriteAsync(bytes.AsMemory(i, step));
                }

                stranger.EndWriting();
            }
            catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
            {
                // It has been shown out already.
            }

            await stranger.ReadToEndAsync();
        }

        await AssertAliveAsync();
    }

    [Test]
    public async Task S2_12_11_Bad_calls_should_be_answered_or_dropped_and_the_next_one_served()
    {
        long dropped = N[0].GetStatus().Totals.MessagesDropped;
        byte[] damaged = RawClient.Call(2, "numbers.double", "1"u8);
        damaged[^1] ^= 1;
        byte[] methodless = RawClient.Call(1, "", "1"u8);
        byte[] nameless = RawClient.Call(1, "a method", "1"u8);
        foreach (byte[] frame in new[] { methodless, nameless, damaged })
        {
            using RawClient broken = await RawClient.IntroduceAsync(N[0], Token);
            await broken.WriteAsync(frame);
            await broken.ReadToEndAsync();
        }

        using RawClient stranger = await RawClient.IntroduceAsync(N[0], Token);
        await stranger.WriteAsync(RawClient.Frame(99, [])); // a message of a later version: skipped
        await stranger.WriteAsync(RawClient.Call(3, "nobody.serves", "1"u8));
        await stranger.WriteAsync(RawClient.Call(4, "numbers.missing", "1"u8));
        await stranger.WriteAsync(RawClient.Call(5, "numbers.double", "\"text\""u8));
        await stranger.WriteAsync(RawClient.Call(6, "numbers.double", "{"u8));
        await stranger.WriteAsync(RawClient.Call(7, "numbers.double", ""u8));
        await stranger.WriteAsync(RawClient.Call(8, "numbers.double", "21"u8));
        await stranger.WriteAsync(RawClient.Call(9, "nodegroups.groups.get", "{\"group\":\"nowhere\"}"u8));
        Dictionary<ulong, CallReply> replies = await stranger.ReadRepliesAsync(7);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(replies.Keys, Is.EquivalentTo(new ulong[] { 3, 4, 5, 6, 7, 8, 9 }));
            Assert.That(replies[3].Result, Is.EqualTo(CallResult.UnknownService));
            Assert.That(replies[4].Result, Is.EqualTo(CallResult.UnknownMethod));
            Assert.That(replies[5].Result, Is.EqualTo(CallResult.BadArgument));
            Assert.That(replies[6].Result, Is.EqualTo(CallResult.BadArgument));
            Assert.That(replies[7].Result, Is.EqualTo(CallResult.BadArgument));
            Assert.That(replies[9].Result, Is.EqualTo(CallResult.UnknownGroup));
            Assert.That(replies[8].Payload.ToArray(), Is.EqualTo("42"u8.ToArray()));
            Assert.That(N[0].GetStatus().Totals.MessagesDropped, Is.GreaterThanOrEqualTo(dropped + 4));
        }

        await AssertAliveAsync();
    }

    [Test]
    public async Task S2_12_12_Reserved_names_should_be_refused()
    {
        RpcMethod<int, int> builtIn =
            RpcMethod.Create("nodegroups.mine", ScenarioJson.Default.Int32, ScenarioJson.Default.Int32);
        using (Assert.EnterMultipleScope())
        {
            foreach (GroupName name in new[] { GroupName.All, GroupName.Local })
            {
                Assert.That(() => Coordinator.Groups.Put(name, []), Throws.ArgumentException);
                Assert.That(() => Coordinator.Groups.Add(name, N[0].Address), Throws.ArgumentException);
                Assert.That(() => Coordinator.Groups.Remove(name, N[0].Address), Throws.ArgumentException);
                Assert.That(() => Coordinator.Groups.Delete(name), Throws.ArgumentException);
                Assert.That(async () => await Coordinator.JoinAsync(name, null, Token), Throws.ArgumentException);
                Assert.That(async () => await Coordinator.All.PutGroupAsync(name, [], Token), Throws.ArgumentException);
                Assert.That(async () => await Coordinator.All.DeleteGroupAsync(name, Token), Throws.ArgumentException);
            }

            Assert.That(
                () => Coordinator.Handle(builtIn, (value, _, _) => ValueTask.FromResult(value)),
                Throws.ArgumentException);
        }

        await AssertAliveAsync();
    }

    [Test]
    public async Task S2_12_13_Restart_at_the_same_address_should_be_another_life()
    {
        Node old = N[1];
        Member oldMember = Coordinator.All.View.Find(old.Id)!;
        old.Abort();
        await old.DisposeAsync();
        Node again = await Cluster.RestartAsync(old);
        Scenario.ServeDouble([again]);
        foreach (Node node in new[] { Coordinator, N[0] })
        {
            await node.All.WaitForViewAsync(view => view.Contains(again.Id) && !view.Contains(old.Id), Token);
        }

        Assert.That(again.Id, Is.Not.EqualTo(old.Id));
        Assert.That(await Coordinator.CallAsync(again.Address, Scenario.Double, 3, null, Token), Is.EqualTo(6));
        Assert.That(
            async () => await Coordinator.CallAsync(oldMember, Scenario.Double, 3, null, Token),
            Throws.InstanceOf<CallFailedException>(), "the new life does not answer for the old one");

        // Late news of the old life's death come after the new one has come up.
        Member dead = new(
            old.Id, oldMember.Name, again.Address, MemberStatus.Dead, oldMember.Incarnation + 1, oldMember.Groups);
        using RawClient late = await RawClient.IntroduceAsync(N[0], Token);
        await late.WriteAsync(RawClient.Frame(new MemberUpdates([dead])));
        await late.WriteAsync(RawClient.Call(1, "numbers.double", "1"u8));
        await late.ReadRepliesAsync(1);
        Assert.That(await N[0].CallAsync(again.Address, Scenario.Double, 4, null, Token), Is.EqualTo(8));
        Assert.That(N[0].All.View.Contains(again.Id), Is.True);
        Assert.That(Coordinator.All.View.Contains(again.Id), Is.True);
    }

    [Test]
    public async Task S2_12_14_Node_whose_short_id_collides_should_stay_another()
    {
        NodeId lookalike = new(Coordinator.Id.High, Coordinator.Id.Low ^ 1);
        Assert.That(lookalike.ToShortString(), Is.EqualTo(Coordinator.Id.ToShortString()));
        Assert.That(await Coordinator.CallAsync(N[0].Address, Scenario.Double, 1, null, Token), Is.EqualTo(2));
        using RawClient stranger = await RawClient.IntroduceAsync(N[0], Token, lookalike);
        for (int number = 1; number <= 3; number++)
        {
            await stranger.WriteAsync(RawClient.Call(number, "numbers.double", "21"u8));
            int own = await Coordinator.CallAsync(N[0].Address, Scenario.Double, number, null, Token);
            Assert.That(own, Is.EqualTo(2 * number));
        }

        Dictionary<ulong, CallReply> replies = await stranger.ReadRepliesAsync(3);
        Assert.That(replies.Values.Select(reply => reply.Result), Is.All.EqualTo(CallResult.Replied));
        Assert.That(N[0].All.View.Members, Has.Count.EqualTo(3));
        Assert.That(N[0].All.View.Contains(Coordinator.Id), Is.True);
    }

    protected override Task PrepareAsync()
    {
        Scenario.ServeDouble(N);
        return Task.CompletedTask;
    }

    private async Task AssertAliveAsync()
    {
        Assert.That(await Coordinator.CallAsync(N[0].Address, Scenario.Double, 2, null, Token), Is.EqualTo(4));
        Assert.That(Coordinator.All.View.Contains(N[0].Id), Is.True);
    }
}
