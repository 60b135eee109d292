using NodeGroups.Protocol;

namespace NodeGroups.Scenarios.Tests;

/// <summary>The groups of one node.</summary>
internal sealed class S2_3_LocalGroups() : ScenarioFixture(helpers: 2)
{
    private static readonly GroupName Browncs = "browncs";
    private static readonly GroupName Atlas = "atlas";

    private IGroupRegistry Groups => Coordinator.Groups;

    [Test]
    public void S2_3_01_Get_of_an_unknown_group_should_throw()
    {
        UnknownGroupException? unknown = Assert.Throws<UnknownGroupException>(() => Groups.Get("random"));
        Assert.That(unknown!.Message, Does.Contain("random"));
        Assert.That(Groups.TryGet("random", out _), Is.False);
    }

    [Test]
    public void S2_3_02_Delete_of_an_unknown_group_should_throw() =>
        Assert.That(() => Groups.Delete("random"), Throws.InstanceOf<UnknownGroupException>());

    [Test]
    public void S2_3_03_All_should_contain_this_node()
    {
        Member? self = Groups.Get(GroupName.All).Find(Coordinator.Id);
        Assert.That(self!.Address, Is.EqualTo(Coordinator.Address));
    }

    [Test]
    public void S2_3_04_Put_should_give_the_group() => Put(Browncs);

    [Test]
    public void S2_3_05_Add_should_update_the_group()
    {
        IGroup group = Put(Browncs);
        Assert.That(Groups.Add(Browncs, Coordinator.Address), Is.True);
        Assert.That(group.View.Contains(Coordinator.Id), Is.True);
    }

    [Test]
    public void S2_3_06_Get_after_put_should_give_what_was_put() => PutThenGet(Browncs);

    [Test]
    public void S2_3_07_Handle_of_a_deleted_group_should_be_of_no_more_use()
    {
        IGroup group = Put(Browncs);
        Groups.Delete(Browncs);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Groups.Find(Browncs), Is.Null);
            Assert.That(Groups.Names, Has.No.Member(Browncs));
            Assert.That(group.View.Members, Is.Empty);
            Assert.That(
                async () => await group.GossipAsync(Scenario.News, "lost", Token),
                Throws.InstanceOf<UnknownGroupException>());
        }
    }

    [Test]
    public void S2_3_08_Delete_after_put_should_be_done() => PutThenDelete(Browncs);

    [Test]
    public void S2_3_09_Get_after_delete_should_throw() => PutDeleteGet(Browncs);

    [Test]
    public void S2_3_10_Get_after_add_should_have_the_added_node() => PutAddGet(Browncs);

    [Test]
    public void S2_3_11_Get_after_remove_should_lack_the_removed_node() => PutRemoveGet(Browncs);

    [Test]
    public void S2_3_12_Add_to_an_unknown_group_should_change_nothing()
    {
        Assert.That(Groups.Add("random", N[0].Address), Is.False);
        Assert.That(Groups.TryGet("random", out _), Is.False);
    }

    [Test]
    public void S2_3_13_Remove_from_an_unknown_group_or_of_an_unknown_node_should_change_nothing()
    {
        Put(Browncs);
        Assert.That(Groups.Remove("random", N[0].Address), Is.False);
        Assert.That(Groups.Remove(Browncs, Coordinator.Address), Is.False);
        Assert.That(Groups.Get(Browncs).Members, Has.Count.EqualTo(2));
    }

    [Test]
    public void S2_3_14_Put_of_another_name_should_give_the_group() => Put(Atlas);

    [Test]
    public void S2_3_15_Get_of_another_name_should_give_what_was_put() => PutThenGet(Atlas);

    [Test]
    public void S2_3_16_Delete_of_another_name_should_be_done() => PutThenDelete(Atlas);

    [Test]
    public void S2_3_17_Get_of_another_deleted_name_should_throw() => PutDeleteGet(Atlas);

    [Test]
    public void S2_3_18_Add_to_another_name_should_be_seen() => PutAddGet(Atlas);

    [Test]
    public void S2_3_19_Remove_from_another_name_should_be_seen() => PutRemoveGet(Atlas);

    private IGroup Put(GroupName name)
    {
        IGroup group = Groups.Put(name, Addresses(N));
        Assert.That(group.Name, Is.EqualTo(name));
        Assert.That(Addresses(group.View), Is.EquivalentTo(Addresses(N)));
        return group;
    }

    private void PutThenGet(GroupName name)
    {
        Put(name);
        Assert.That(Addresses(Groups.Get(name)), Is.EquivalentTo(Addresses(N)));
        Assert.That(Groups.Names, Has.Member(name));
    }

    private void PutThenDelete(GroupName name)
    {
        PutThenGet(name);
        Groups.Delete(name);
        Assert.That(Groups.Names, Has.No.Member(name));
    }

    private void PutDeleteGet(GroupName name)
    {
        PutThenDelete(name);
        Assert.That(() => Groups.Get(name), Throws.InstanceOf<UnknownGroupException>());
    }

    private void PutAddGet(GroupName name)
    {
        Put(name);
        Groups.Add(name, Coordinator.Address);
        Assert.That(Addresses(Groups.Get(name)), Is.EquivalentTo(Addresses([.. N, Coordinator])));
    }

    private void PutRemoveGet(GroupName name)
    {
        Put(name);
        Groups.Remove(name, N[0].Address);
        Assert.That(Addresses(Groups.Get(name)), Is.EquivalentTo(Addresses(N[1])));
    }
}
