namespace NodeGroups.Scenarios.Tests;

/// <summary>Health (M21): who does not answer leaves the views, and comes back by itself.</summary>
internal sealed class M21_Health() : ScenarioFixture(helpers: 1)
{
    [Test]
    [Platform(Exclude = "Win", Reason = "It stops a process by a signal.")]
    public async Task M21_Process_that_stands_still_should_leave_the_views_and_come_back_by_itself()
    {
        NodeProcess child = await Coordinator.SpawnAsync(Child.Node("still", "serve"), Token);
        Node[] others = [Coordinator, N[0]];
        await WaitForAllAsync(view => view.Contains(child.Id));
        Task<GroupViewChange> end = Scenario.WatchEndAsync(Coordinator.All, child.Id, Token);
        await Child.SignalAsync("STOP", child.ProcessId, Token);
        try
        {
            await WaitForAllAsync(view => !view.Contains(child.Id));
        }
        finally
        {
            await Child.SignalAsync("CONT", child.ProcessId, CancellationToken.None);
        }

        Assert.That((await end).Failed.Select(member => member.Id), Is.EqualTo(new[] { child.Id }));
        await WaitForAllAsync(view => view.Contains(child.Id));
        string said = await Coordinator.CallAsync(child.Address, Scenario.ChildEcho, "again", null, Token);
        Assert.That(said, Does.StartWith("still: again"));

        Task WaitForAllAsync(Func<GroupView, bool> condition) =>
            Task.WhenAll(others.Select(node => node.All.WaitForViewAsync(condition, Token).AsTask()));
    }
}
