using System.Text.Json;
using NodeGroups.Protocol;

namespace NodeGroups.Scenarios.Tests;

/// <summary>Calling every node of a group at once.</summary>
internal sealed class S2_1_GroupComm() : ScenarioFixture(helpers: 5)
{
    [Test]
    public async Task S2_1_01_Status_should_bring_every_members_id()
    {
        GroupStatus status = await MyGroup.GetStatusAsync(Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(status.Replies.Errors, Is.Empty);
            Assert.That(status.Replies.Values, Has.Count.EqualTo(5));
            Assert.That(status.Members.Select(member => member.Id), Is.EquivalentTo(Ids(N)));
        }
    }

    [Test]
    public async Task S2_1_02_Unknown_method_should_be_an_error_of_every_member()
    {
        GroupReply<int> reply = await MyGroup.CallAllAsync(Scenario.Missing, 1, null, Token);
        AssertOneErrorPerMember(reply, CallResult.UnknownMethod);
    }

    [Test]
    public async Task S2_1_03_Call_of_an_empty_group_should_address_nobody_and_call_any_should_fail()
    {
        IGroup empty = Coordinator.Groups.Put("empty", []);
        GroupReply<int> reply = await empty.CallAllAsync(Scenario.Double, 1, null, Token);
        CallFailedException? failure = Assert.ThrowsAsync<CallFailedException>(
            async () => await empty.CallAnyAsync(Scenario.Double, 1, null, Token));
        Assert.That(reply, Is.Empty);
        Assert.That(failure!.Status, Is.EqualTo(ReplyStatus.Unreachable));
        Coordinator.Groups.Delete("empty");
        Assert.That(Coordinator.Groups.TryGet("empty", out _), Is.False);
    }

    [Test]
    public async Task S2_1_04_Unknown_service_should_be_an_error_of_every_member()
    {
        GroupReply<JsonElement> reply =
            await MyGroup.CallAllAsync(RpcMethod.Json("nobody.serves"), default, null, Token);
        AssertOneErrorPerMember(reply, CallResult.UnknownService);
    }

    [TestCase("")]
    [TestCase(".")]
    [TestCase("a method")]
    public void S2_1_05_Method_without_a_name_should_not_be_declared(string name) =>
        Assert.That(
            () => RpcMethod.Create(name, ScenarioJson.Default.Int32, ScenarioJson.Default.Int32),
            Throws.ArgumentException);

    [Test]
    public async Task S2_1_06_Argument_of_another_type_should_be_an_error_of_every_member()
    {
        using JsonDocument text = JsonDocument.Parse("\"seven\"");
        GroupReply<JsonElement> byName =
            await MyGroup.CallAllAsync(RpcMethod.Json("numbers.double"), text.RootElement, null, Token);
        AssertOneErrorPerMember(byName, CallResult.BadArgument);
        GroupReply<int> reply = await MyGroup.CallAllAsync(Scenario.DoubleOfText, "seven", null, Token);
        AssertOneErrorPerMember(reply, CallResult.BadArgument);
    }

    [Test]
    public async Task S2_1_07_Missing_argument_should_be_an_error_of_every_member()
    {
        GroupReply<int> typed = await MyGroup.CallAllAsync(Scenario.DoubleOfText, null, null, Token);
        GroupReply<JsonElement> byName =
            await MyGroup.CallAllAsync(RpcMethod.Json("numbers.double"), default, null, Token);
        AssertOneErrorPerMember(typed, CallResult.BadArgument);
        AssertOneErrorPerMember(byName, CallResult.BadArgument);
    }

    protected override Task PrepareAsync()
    {
        Scenario.ServeDouble(N);
        Coordinator.Groups.Put("mygroup", Addresses(N));
        return Task.CompletedTask;
    }

    private static void AssertOneErrorPerMember<T>(GroupReply<T> reply, CallResult reason)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(reply.Values, Is.Empty);
            Assert.That(reply.Errors, Has.Count.EqualTo(5));
            Assert.That(reply.Errors.Values.Select(error => error.Reason), Is.All.EqualTo(reason));
        }
    }
}
