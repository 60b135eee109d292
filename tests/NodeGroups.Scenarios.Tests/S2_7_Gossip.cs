using NodeGroups.Protocol;

namespace NodeGroups.Scenarios.Tests;

/// <summary>Invoking a method on a group by gossip.</summary>
internal sealed class S2_7_Gossip() : ScenarioFixture(helpers: 3)
{
    private static readonly RpcMethod<string, Nothing> AddToNewGroup =
        RpcMethod.Create("test.add-to-new-group", ScenarioJson.Default.String);

    [Test]
    public async Task S2_7_01_Gossiped_invocation_should_change_every_members_view()
    {
        IGroup mygroup = (await Task.WhenAll(N.Select(node => node.JoinAsync("mygroup", null, Token).AsTask())))[0];
        await mygroup.WaitForMembersAsync(3, Token);
        GroupReply<GroupView> put = await mygroup.PutGroupAsync("newgroup", [], Token);
        Assert.That(put.Errors, Is.Empty);
        using SemaphoreSlim added = new(0);
        foreach (Node node in N)
        {
            node.Handle(AddToNewGroup, (address, _, _) =>
            {
                node.Groups.Add("newgroup", NodeAddress.Parse(address));
                added.Release();
                return ValueTask.CompletedTask;
            });
        }

        await mygroup.GossipCallAsync(AddToNewGroup, N[1].Address.ToString(), Token);
        for (int i = 0; i < N.Length; i++)
        {
            await added.WaitAsync(Token);
        }

        GroupReply<GroupView> views = await mygroup.GetGroupAsync("newgroup", Token);
        Assert.That(views.Results.Select(view => view.Members.Count), Is.EqualTo(new[] { 1, 1, 1 }));
    }
}
