using NodeGroups.Protocol;

namespace NodeGroups.Scenarios.Tests;

/// <summary>Administering groups on every node of a group.</summary>
internal sealed class S2_2_GroupGroups() : ScenarioFixture(helpers: 4)
{
    private static readonly GroupName Browncs = "browncs";
    private static readonly GroupName Atlas = "atlas";

    [Test]
    public async Task S2_2_01_Delete_of_an_unknown_group_should_be_an_error_of_every_member()
    {
        GroupReply<bool> deleted = await MyGroup.DeleteGroupAsync("random", Token);
        AssertUnknownEverywhere(deleted);
    }

    [Test]
    public async Task S2_2_02_Get_of_the_groups_own_name_should_give_the_same_members_everywhere()
    {
        await MyGroup.PutGroupAsync("mygroup", Addresses(N[..3]), Token);
        await AssertViewsAsync("mygroup", N[..3]);
    }

    [Test]
    public async Task S2_2_03_Put_should_give_every_members_new_view() =>
        AssertViews(await MyGroup.PutGroupAsync(Browncs, Addresses(N[..2]), Token), N[..2]);

    [Test]
    public Task S2_2_04_Get_after_put_should_give_what_was_put() => PutThenGetAsync(Browncs);

    [Test]
    public Task S2_2_05_Delete_after_put_should_be_done_by_every_member() => PutThenDeleteAsync(Browncs);

    [Test]
    public Task S2_2_06_Get_after_delete_should_be_an_error_of_every_member() => PutDeleteGetAsync(Browncs);

    [Test]
    public Task S2_2_07_Get_after_add_should_have_the_added_node_everywhere() => PutAddGetAsync(Browncs);

    [Test]
    public Task S2_2_08_Get_after_remove_should_lack_the_removed_node_everywhere() => PutRemoveGetAsync(Browncs);

    [Test]
    public async Task S2_2_09_Put_of_another_name_should_define_it_on_a_member()
    {
        await MyGroup.PutGroupAsync(Atlas, Addresses(N[1]), Token);
        Assert.That(Addresses(N[0].Groups.Get(Atlas)), Is.EqualTo(Addresses(N[1])));
    }

    [Test]
    public async Task S2_2_10_Get_of_another_name_should_give_a_members_view()
    {
        await PutThenGetAsync(Atlas);
        Assert.That(Addresses(N[0].Groups.Get(Atlas)), Is.EquivalentTo(Addresses(N[..2])));
    }

    [Test]
    public async Task S2_2_11_Delete_of_another_name_should_be_done_on_a_member()
    {
        await PutThenDeleteAsync(Atlas);
        Assert.That(N[0].Groups.TryGet(Atlas, out _), Is.False);
    }

    [Test]
    public async Task S2_2_12_Get_of_another_deleted_name_should_be_an_error_on_a_member()
    {
        await PutDeleteGetAsync(Atlas);
        Assert.That(() => N[0].Groups.Get(Atlas), Throws.InstanceOf<UnknownGroupException>());
    }

    [Test]
    public async Task S2_2_13_Add_to_another_name_should_be_seen_on_a_member()
    {
        await PutAddGetAsync(Atlas);
        Assert.That(N[0].Groups.Get(Atlas).Contains(N[3].Id), Is.True);
    }

    [Test]
    public async Task S2_2_14_Remove_from_another_name_should_be_seen_on_a_member()
    {
        await PutRemoveGetAsync(Atlas);
        Assert.That(N[0].Groups.Get(Atlas).Contains(N[1].Id), Is.False);
    }

    [Test]
    public async Task S2_2_15_Started_node_should_be_in_all_with_its_address()
    {
        await using Node n7 = await Cluster.StartNodeAsync("n7");
        GroupView all = await Coordinator.All.WaitForViewAsync(view => view.Contains(n7.Id), Token);
        Assert.That(all.Find(n7.Id)!.Address, Is.EqualTo(n7.Address));
        Task<GroupViewChange> end = Scenario.WatchEndAsync(Coordinator.All, n7.Id, Token);
        await n7.DisposeAsync();
        GroupViewChange change = await end;
        Assert.That(change.Left.Select(member => member.Id), Is.EqualTo(new[] { n7.Id }));
        Assert.That(change.Failed, Is.Empty);
    }

    protected override Task PrepareAsync()
    {
        Coordinator.Groups.Put("mygroup", Addresses(N[..3]));
        return Task.CompletedTask;
    }

    private static void AssertUnknownEverywhere<T>(GroupReply<T> reply)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(reply.Values, Is.Empty);
            Assert.That(reply.Errors, Has.Count.EqualTo(3));
            Assert.That(
                reply.Errors.Values.Select(error => error.Message), Is.All.StartsWith(nameof(UnknownGroupException)));
        }
    }

    private static void AssertViews(GroupReply<GroupView> reply, params Node[] members)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(reply.Errors, Is.Empty);
            Assert.That(reply.Values, Has.Count.EqualTo(3));
            foreach (GroupView view in reply.Results)
            {
                Assert.That(Addresses(view), Is.EquivalentTo(Addresses(members)));
            }
        }
    }

    private async Task AssertViewsAsync(GroupName group, params Node[] members) =>
        AssertViews(await MyGroup.GetGroupAsync(group, Token), members);

    private async Task PutThenGetAsync(GroupName group)
    {
        await MyGroup.PutGroupAsync(group, Addresses(N[..2]), Token);
        await AssertViewsAsync(group, N[..2]);
    }

    private async Task PutThenDeleteAsync(GroupName group)
    {
        await PutThenGetAsync(group);
        GroupReply<bool> deleted = await MyGroup.DeleteGroupAsync(group, Token);
        Assert.That(deleted.Results, Is.EqualTo(new[] { true, true, true }));
    }

    private async Task PutDeleteGetAsync(GroupName group)
    {
        await PutThenDeleteAsync(group);
        AssertUnknownEverywhere(await MyGroup.GetGroupAsync(group, Token));
    }

    private async Task PutAddGetAsync(GroupName group)
    {
        await PutThenGetAsync(group);
        GroupReply<bool> added = await MyGroup.AddToGroupAsync(group, N[3].Address, Token);
        Assert.That(added.Results, Is.EqualTo(new[] { true, true, true }));
        await AssertViewsAsync(group, N[0], N[1], N[3]);
    }

    private async Task PutRemoveGetAsync(GroupName group)
    {
        await PutThenGetAsync(group);
        GroupReply<bool> removed = await MyGroup.RemoveFromGroupAsync(group, N[1].Address, Token);
        Assert.That(removed.Results, Is.EqualTo(new[] { true, true, true }));
        await AssertViewsAsync(group, N[0]);
    }
}
