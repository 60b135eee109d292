using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using NodeGroups.Protocol;

namespace NodeGroups.Tests.Callbacks;

internal sealed class CallbackTests
{
    [Test]
    public async Task Callback_should_travel_inside_an_argument_and_call_back_into_the_closure()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(2);
        nodes[1].Handle(CallbackMethods.Work, async (job, _, token) =>
        {
            for (int step = 1; step <= job.Steps; step++)
            {
                await nodes[1].InvokeAsync(job.Report, step, CallbackJson.Default.Int32, null, token);
            }

            return job.Steps;
        });
        List<int> heard = [];
        RemoteCallback<int> report = nodes[0].CreateCallback<int>(
            (step, call, _) =>
            {
                Assert.That(call.Caller, Is.EqualTo(nodes[1].Id));
                heard.Add(step);
                return ValueTask.CompletedTask;
            },
            CallbackJson.Default.Int32);

        await nodes[0].CallAsync(nodes[1].Address, CallbackMethods.Work, new Job(3, report), null, cluster.Token);

        Assert.That(heard, Is.EqualTo(new[] { 1, 2, 3 }));
    }

    [Test]
    public async Task One_counter_called_by_five_members_should_give_each_its_own_value()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(5);
        foreach (Node node in nodes)
        {
            node.Handle(CallbackMethods.Draw, async (counter, _, token) => await node.Callbacks.InvokeAsync(
                counter, 1, CallbackJson.Default.Int32, CallbackJson.Default.Int32, null, token));
        }

        int count = 0;
        RemoteCallback<int, int> counter = nodes[0].Callbacks.Create(
            (step, _, _) => ValueTask.FromResult(Interlocked.Add(ref count, step)),
            CallbackJson.Default.Int32,
            CallbackJson.Default.Int32);
        GroupReply<int> drawn = await nodes[2].All.CallAllAsync(CallbackMethods.Draw, counter, null, cluster.Token);

        Assert.That(drawn.Results, Is.EquivalentTo(new[] { 1, 2, 3, 4, 5 }));
    }

    [Test]
    public async Task Concurrent_callbacks_should_never_cross()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(3);
        RemoteCallback<int, string>[] callbacks = [.. Enumerable.Range(0, 200).Select(i =>
            nodes[i % 3].Callbacks.Create(
                async (value, _, _) =>
                {
                    await Task.Yield();
                    return $"{i}:{value}";
                },
                CallbackJson.Default.Int32,
                CallbackJson.Default.String))];

        IEnumerable<Task<string>> calls = callbacks.Select((callback, i) => nodes[(i + 1) % 3].Callbacks.InvokeAsync(
            callback, -i, CallbackJson.Default.Int32, CallbackJson.Default.String, null, cluster.Token).AsTask());
        string[] answers = await Task.WhenAll(calls);

        Assert.That(answers, Is.EqualTo(Enumerable.Range(0, 200).Select(i => $"{i}:{-i}")));
        Assert.That(callbacks.Select(callback => callback.Token), Is.Unique);
    }

    [Test]
    public async Task Ended_callbacks_should_say_how_they_ended()
    {
        await using TestCluster cluster = new();
        FakeTimeProvider time = new();
        Node owner = await cluster.StartAsync("owner", options => options.TimeProvider = time);
        Node caller = await cluster.StartAsync("caller");
        RemoteCallback<int, int> expired = Echo(owner, TimeSpan.FromSeconds(10));
        RemoteCallback<int, int> renewed = Echo(owner, TimeSpan.FromSeconds(10));
        RemoteCallback<int, int> revoked = Echo(owner, null);
        RemoteCallback<int, int> invented = new($"{owner.Id}.{new string('0', 32)}@{owner.Address}");
        Assert.That(owner.Callbacks.Revoke(revoked.Token), Is.True);
        Assert.That(owner.Callbacks.Renew(renewed.Token, TimeSpan.FromMinutes(1)), Is.True);
        time.Advance(TimeSpan.FromSeconds(11));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ReasonAsync(expired), Is.EqualTo(CallResult.CallbackExpired));
            Assert.That(await ReasonAsync(revoked), Is.EqualTo(CallResult.CallbackRevoked));
            Assert.That(await ReasonAsync(invented), Is.EqualTo(CallResult.CallbackUnknown));
            Assert.That(await ReasonAsync(renewed), Is.EqualTo(CallResult.Replied));
            Assert.That(owner.Callbacks.Revoke(revoked.Token), Is.False);
            Assert.That(owner.Callbacks.Renew(expired.Token), Is.False);
            Assert.That(caller.Callbacks.Revoke(renewed.Token), Is.False, "Only the owner ends a callback.");
        }

        async Task<CallResult> ReasonAsync(RemoteCallback<int, int> callback)
        {
            try
            {
                await caller.Callbacks.InvokeAsync(
                    callback, 1, CallbackJson.Default.Int32, CallbackJson.Default.Int32, null, cluster.Token);
                return CallResult.Replied;
            }
            catch (CallFailedException failure)
            {
                Assert.That(failure.Status, Is.EqualTo(ReplyStatus.Faulted));
                return failure.Error.Reason;
            }
        }
    }

    [Test]
    public async Task Callbacks_should_be_limited_and_make_room_when_a_lease_runs_out()
    {
        await using TestCluster cluster = new();
        FakeTimeProvider time = new();
        Node node = await cluster.StartAsync("owner", options =>
        {
            options.TimeProvider = time;
            options.CallbackLimit = 2;
        });
        Echo(node, TimeSpan.FromSeconds(1));
        Echo(node, TimeSpan.FromMinutes(1));
        Assert.That(() => Echo(node, null), Throws.InvalidOperationException);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(() => Echo(node, null), Throws.Nothing);
    }

    [Test]
    public async Task Callback_should_refuse_an_argument_of_another_type_and_tell_what_it_threw()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("owner");
        RemoteCallback<int, int> echo = Echo(node, null);
        RemoteCallback<string, int> wrong = new(echo.Token);
        RemoteCallback<int> throwing = node.CreateCallback<int>(
            (_, _, _) => throw new InvalidOperationException("no stock"), CallbackJson.Default.Int32);
        CallFailedException? bad = Assert.ThrowsAsync<CallFailedException>(async () => await node.Callbacks.InvokeAsync(
            wrong, "text", CallbackJson.Default.String, CallbackJson.Default.Int32, null, cluster.Token));
        CallFailedException? threw = Assert.ThrowsAsync<CallFailedException>(async () =>
            await node.InvokeAsync(throwing, 1, CallbackJson.Default.Int32, null, cluster.Token));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bad!.Error.Reason, Is.EqualTo(CallResult.BadArgument));
            Assert.That(threw!.Error.Message, Is.EqualTo("InvalidOperationException: no stock"));
        }
    }

    [Test]
    public async Task Callback_should_not_answer_for_a_later_life_at_the_same_address()
    {
        await using TestCluster cluster = new();
        Node caller = await cluster.StartAsync("caller");
        Node first = await cluster.StartAsync("owner");
        RemoteCallback<int, int> echo = Echo(first, null);
        await first.DisposeAsync();
        Node second = await cluster.StartAsync("owner");
        await caller.All.WaitForViewAsync(view => view.Contains(second.Id), cluster.Token);
        CallFailedException? failure = Assert.ThrowsAsync<CallFailedException>(() => caller.Callbacks.InvokeAsync(
            echo, 1, CallbackJson.Default.Int32, CallbackJson.Default.Int32, null, cluster.Token).AsTask());
        Assert.That(failure!.Status, Is.EqualTo(ReplyStatus.Unreachable));
    }

    [Test]
    public async Task Secrets_should_be_drawn_at_random_in_all_their_digits()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        string[] secrets = [.. Enumerable.Range(0, 64).Select(_ => Echo(node, null).Token.Split('.', '@')[1])];
        IEnumerable<int> digits =
            Enumerable.Range(0, 32).Select(place => secrets.DistinctBy(secret => secret[place]).Count());
        Assert.That(secrets, Is.Unique);
        Assert.That(digits, Has.All.GreaterThan(4), "64 draws of 16 digits leave no digit as it was");
    }

    [Test]
    public void Token_should_round_trip_as_json_and_stay_out_of_text_for_people()
    {
        string token = $"{new string('a', 32)}.{new string('b', 32)}@127.0.0.1:7400";
        RemoteCallback<int> callback = new(token);
        string json = JsonSerializer.Serialize(new Job(1, callback), CallbackJson.Default.Job);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(json, Is.EqualTo("{\"Steps\":1,\"Report\":{\"token\":\"" + token + "\"}}"));
            Assert.That(JsonSerializer.Deserialize(json, CallbackJson.Default.Job)!.Report, Is.EqualTo(callback));
            Assert.That(JsonSerializer.Deserialize<Job>(json)!.Report, Is.EqualTo(callback));
            Assert.That(callback.ToString(), Does.Not.Contain("bbbb"));
            Assert.That(() => new RemoteCallback<int>("nonsense"), Throws.ArgumentException);
            Assert.That(() => new RemoteCallback<int>(token[..^5]), Throws.ArgumentException);
        }
    }

    private static RemoteCallback<int, int> Echo(Node node, TimeSpan? lease) => node.Callbacks.Create(
        (value, _, _) => ValueTask.FromResult(value), CallbackJson.Default.Int32, CallbackJson.Default.Int32, lease);
}
