using NodeGroups.Protocol;

namespace NodeGroups.Scenarios.Tests;

/// <summary>Which methods the nodes of a group serve.</summary>
internal sealed class S2_4_GroupRoutes() : ScenarioFixture(helpers: 3)
{
    [Test]
    public async Task S2_4_01_Served_method_should_be_listed_and_run_on_every_member()
    {
        Scenario.ServeDouble(N);
        GroupStatus status = await MyGroup.GetStatusAsync(Token);
        GroupReply<int> reply = await MyGroup.CallAllAsync(Scenario.Double, 21, null, Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(status.Members.Select(member => member.Methods), Is.All.Contains(Scenario.Double.Name));
            Assert.That(reply.Results, Is.EqualTo(new[] { 42, 42, 42 }));
        }
    }

    [Test]
    public async Task S2_4_01_Service_activated_on_the_group_should_run_on_every_member()
    {
        foreach (Node node in N)
        {
            node.Catalogue.Offer("numbers", (service, _) =>
            {
                int factor = service.ReadConfiguration(ScenarioJson.Default.Int32);
                service.Handle(Scenario.Double, (value, _, _) => ValueTask.FromResult(factor * value));
                return ValueTask.CompletedTask;
            });
        }

        await PutEverywhereAsync();
        GroupReply<bool> active =
            await MyGroup.ActivateServiceAsync("numbers", 2, ScenarioJson.Default.Int32, Token);
        GroupReply<int> reply = await MyGroup.CallAllAsync(Scenario.Double, 21, null, Token);
        Assert.That(active.Results, Is.EqualTo(new[] { true, true, true }), string.Join("; ", active));
        Assert.That(reply.Results, Is.EqualTo(new[] { 42, 42, 42 }), string.Join("; ", reply));
    }

    [Test]
    public async Task S2_4_02_Served_method_should_be_found_by_address_by_member_and_by_group()
    {
        Scenario.ServeDouble([.. N, Coordinator]);
        Member n1 = Coordinator.All.View.Find(N[0].Id)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Coordinator.CallAsync(N[0].Address, Scenario.Double, 1, null, Token), Is.EqualTo(2));
            Assert.That(await Coordinator.CallAsync(n1, Scenario.Double, 2, null, Token), Is.EqualTo(4));
            Assert.That(await Coordinator.Local.CallAnyAsync(Scenario.Double, 3, null, Token), Is.EqualTo(6));
        }
    }

    [Test]
    public async Task S2_4_03_Removed_method_should_be_an_error_of_every_member()
    {
        IDisposable[] served = [.. N.Select(
            node => node.Handle(Scenario.Double, (value, _, _) => ValueTask.FromResult(2 * value)))];
        GroupReply<int> before = await MyGroup.CallAllAsync(Scenario.Double, 1, null, Token);
        foreach (IDisposable registration in served)
        {
            registration.Dispose();
        }

        GroupReply<int> after = await MyGroup.CallAllAsync(Scenario.Double, 1, null, Token);
        GroupStatus status = await MyGroup.GetStatusAsync(Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(before.AllReplied, Is.True);
            Assert.That(after.Select(reply => reply.Status), Is.All.EqualTo(ReplyStatus.Faulted));
            Assert.That(status.Members.Select(member => member.Methods), Is.All.Not.Contains(Scenario.Double.Name));
        }
    }

    [Test]
    public async Task S2_4_03_Service_removed_from_the_group_should_be_an_error_of_every_member()
    {
        await S2_4_01_Service_activated_on_the_group_should_run_on_every_member();
        GroupReply<bool> removed = await MyGroup.RemoveServiceAsync("numbers", Token);
        GroupReply<int> after = await MyGroup.CallAllAsync(Scenario.Double, 21, null, Token);
        GroupReply<bool> unknown = await MyGroup.ActivateServiceAsync("nobodys", default, Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(removed.Results, Is.EqualTo(new[] { true, true, true }));
            Assert.That(after.Errors, Has.Count.EqualTo(3));
            Assert.That(
                unknown.Errors.Values.Select(error => error.Reason), Is.All.EqualTo(CallResult.UnknownService));
        }
    }

    protected override Task PrepareAsync()
    {
        Coordinator.Groups.Put("mygroup", Addresses(N));
        return Task.CompletedTask;
    }

    /// <summary>Has the members hold the group themselves: what is active for a group is so where it is held.</summary>
    private async Task PutEverywhereAsync()
    {
        GroupReply<GroupView> put = await MyGroup.PutGroupAsync("mygroup", Addresses(N), Token);
        Assert.That(put.AllReplied, Is.True);
    }
}
