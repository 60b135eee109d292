namespace NodeGroups.Scenarios.Tests;

/// <summary>Spawning and stopping child processes.</summary>
internal sealed class S2_6_LocalSpawn() : ScenarioFixture(helpers: 0)
{
    [Test]
    public async Task S2_6_01_Spawn_without_a_start_action_should_give_a_node()
    {
        NodeProcess child = await Coordinator.SpawnAsync(Child.Node("n1"), Token);
        Assert.That(Coordinator.All.View.Find(child.Id)!.Address, Is.EqualTo(child.Address));
        Assert.That((await child.StopAsync(null, Token)).ExitCode, Is.Zero);
    }

    [Test]
    public async Task S2_6_02_Spawn_at_a_port_in_use_should_fail()
    {
        SpawnFailedException failure = await Child.FailAsync(
            Coordinator, Child.Node("n1") with { Listen = Coordinator.Address }, Token);
        Assert.That(failure.Failure, Is.EqualTo(SpawnFailure.AddressUnavailable));
    }

    [Test]
    public async Task S2_6_03_Spawn_of_the_same_node_twice_should_fail()
    {
        NodeProcess first = await Coordinator.SpawnAsync(Child.Node("n1"), Token);
        SpawnFailedException failure = await Child.FailAsync(
            Coordinator, Child.Node("n2") with { Listen = first.Address }, Token);
        Assert.That(failure.Failure, Is.EqualTo(SpawnFailure.AddressUnavailable));
        Assert.That(first.HasExited, Is.False);
    }

    [Test]
    public async Task S2_6_04_Spawn_at_port_0_should_take_any_free_port()
    {
        NodeProcess child = await Coordinator.SpawnAsync(
            Child.Node("n1", "serve") with { Listen = NodeAddress.Loopback(0) }, Token);
        Assert.That(child.Address.Port, Is.Positive);
        string said = await Coordinator.CallAsync(child.Address, Scenario.ChildEcho, "hello", null, Token);
        Assert.That(said, Does.StartWith("n1: hello"));
    }
}
