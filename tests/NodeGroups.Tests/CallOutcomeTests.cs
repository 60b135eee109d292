using NodeGroups.Protocol;

namespace NodeGroups.Tests;

/// <summary>When calls of several members end, and what counts.</summary>
internal sealed class CallOutcomeTests
{
    [Test]
    public async Task Streaming_should_give_replies_as_they_come_and_end_with_the_quorum()
    {
        await using TestCluster cluster = new();
        Node[] nodes = [.. (await cluster.StartManyAsync(3)).OrderBy(node => node.Id)];
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        nodes[0].Handle(Methods.Echo, async (value, _, token) =>
        {
            await using CancellationTokenRegistration registration = token.Register(() => cancelled.TrySetResult());
            await cancelled.Task;
            return value;
        });
        nodes[1].Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value));
        nodes[2].Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value));
        List<NodeId> replied = [];
        CallOptions options = new() { Quorum = 2, Timeout = TimeSpan.FromSeconds(20) };
        await foreach (MemberReply<int> reply in nodes[1].All.CallEachAsync(Methods.Echo, 1, options, cluster.Token))
        {
            replied.Add(reply.Member.Id);
        }

        Assert.That(replied, Is.EquivalentTo(new[] { nodes[1].Id, nodes[2].Id }));
        await cancelled.Task.WaitAsync(cluster.Token);
    }

    [Test]
    public async Task Failure_should_not_count_for_a_quorum()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(2);
        TaskCompletionSource failureSeen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        nodes[1].Handle(Methods.Echo, async (value, _, token) =>
        {
            await failureSeen.Task.WaitAsync(token);
            return value;
        });
        CallOptions options = new() { Quorum = 1, Timeout = TimeSpan.FromSeconds(20) };
        List<ReplyStatus> came = [];
        await foreach (MemberReply<int> reply in nodes[0].All.CallEachAsync(Methods.Echo, 1, options, cluster.Token))
        {
            came.Add(reply.Status);
            failureSeen.TrySetResult();
        }

        Assert.That(came, Is.EqualTo(new[] { ReplyStatus.Faulted, ReplyStatus.Replied }));
    }

    [Test]
    public async Task Failure_should_not_end_a_call_of_all_with_a_quorum()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(2);
        nodes[1].Handle(Methods.Echo, async (value, _, token) =>
        {
            for (int turn = 0; turn < 50; turn++)
            {
                await nodes[1].All.GetStatusAsync(token);
            }

            return value;
        });
        CallOptions options = new() { Quorum = 1, Timeout = TimeSpan.FromSeconds(20) };
        GroupReply<int> reply = await nodes[0].All.CallAllAsync(Methods.Echo, 1, options, cluster.Token);
        Assert.That(reply.Find(nodes[0].Id)!.Status, Is.EqualTo(ReplyStatus.Faulted));
        Assert.That(reply.Find(nodes[1].Id)!.Status, Is.EqualTo(ReplyStatus.Replied));
    }

    [Test]
    public async Task Call_any_should_ask_no_other_member_when_the_call_may_have_run()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(3);
        int runs = 0;
        foreach (Node node in nodes)
        {
            node.Handle(Methods.Echo, (_, _, _) =>
            {
                Interlocked.Increment(ref runs);
                throw new InvalidOperationException("half done");
            });
        }

        CallFailedException? failure = Assert.ThrowsAsync<CallFailedException>(async () =>
            await nodes[0].All.CallAnyAsync(Methods.Echo, 1, null, cluster.Token));
        Assert.That(failure!.Error.Reason, Is.EqualTo(CallResult.HandlerFailed));
        Assert.That(runs, Is.EqualTo(1));
    }
}
