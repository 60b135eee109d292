using System.Diagnostics;
using NodeGroups.Processes;
using NodeGroups.Protocol;
using NodeGroups.Runtime;

namespace NodeGroups;

/// <content>Spawning members and stopping them.</content>
internal sealed partial class Group
{
    private static readonly TimeSpan s_leaveLimit = TimeSpan.FromSeconds(10);

    public bool IsDefined => state.Definition is not null;

    public async ValueTask<IReadOnlyList<NodeProcess>> SpawnManyAsync(
        IReadOnlyList<NodeProcessOptions> options, CancellationToken cancellationToken = default)
    {
        node.ThrowIfStopping();
        state.ThrowIfUnknown();
        Group? group = Name == GroupName.Local ? null : this;
        return await node.ChildTable.SpawnAsync(options, group, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<GroupReply<bool>> StopMembersAsync(
        bool includeSelf, CancellationToken cancellationToken = default)
    {
        node.ThrowIfStopped();
        state.ThrowIfUnknown();
        Member[] others = [.. View.Members.Where(member => member.Id != node.Id && member.Address != node.Address)];
        Task<MemberReply<bool>>[] stops = [.. others.Select(member => StopMemberAsync(member, cancellationToken))];
        MemberReply<bool>[] replies = await Task.WhenAll(stops).ConfigureAwait(false);
        await WaitUntilLeftAsync(replies, cancellationToken).ConfigureAwait(false);
        if (includeSelf)
        {
            // Not awaited: whoever asked may be a handler of this node, which the end waits for.
            _ = node.DisposeAsync().AsTask();
        }

        return new GroupReply<bool>(replies);
    }

    /// <summary>What a child spawned into the group is started with; null for <c>all</c>, in which every node
    /// is.</summary>
    /// <exception cref="SpawnFailedException">The options hold a function, which cannot travel.</exception>
    public GroupStart? DescribeStart() => Name.IsReserved ? null : new GroupStart(
        Name,
        GroupOptionsData.From(state.Options) ?? throw new SpawnFailedException(
            SpawnFailure.StartRefused, $"The fan-out of the group '{Name}' is a function, and code never travels."),
        node.Registry.DefinitionOf(state));

    private async Task<MemberReply<bool>> StopMemberAsync(Member member, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        if (node.ChildTable.Find(member) is { } child)
        {
            await child.StopAsync(grace: null, cancellationToken).ConfigureAwait(false);
            return new MemberReply<bool>(member, value: true, error: null, Stopwatch.GetElapsedTime(started));
        }

        try
        {
            bool stops = await node.CallAsync(member, ProcessMethods.Stop, default, null, cancellationToken)
                .ConfigureAwait(false);
            return new MemberReply<bool>(member, stops, error: null, Stopwatch.GetElapsedTime(started));
        }
        catch (CallFailedException exception)
        {
            return new MemberReply<bool>(member, value: false, exception.Error, Stopwatch.GetElapsedTime(started));
        }
    }

    private async Task WaitUntilLeftAsync(MemberReply<bool>[] replies, CancellationToken cancellationToken)
    {
        NodeId[] leaving = [.. replies.Where(reply => reply.HasValue).Select(reply => reply.Member.Id)];
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_leaveLimit);
        try
        {
            await node.All.WaitForViewAsync(view => !leaving.Any(view.Contains), limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Who promised to leave and has not may still be draining.
        }
    }
}
