using NodeGroups.Protocol;
using NodeGroups.Runtime;

namespace NodeGroups.Processes;

/// <summary>Waits until every member of a group has spawned children in its view.</summary>
internal static class GroupConfirmation
{
    private static readonly TimeSpan s_retryInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_takeBackLimit = TimeSpan.FromSeconds(2);

    /// <exception cref="SpawnFailedException">A member did not confirm, or a child ended meanwhile.</exception>
    public static async Task RunAsync(
        Node node, Group group, NodeProcess[] children, TimeSpan limit, CancellationToken cancellationToken)
    {
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(limit > TimeSpan.Zero ? limit : TimeSpan.Zero);
        Task confirmed = group.IsDefined
            ? DefineOrTakeBackAsync(node, group, children, bound.Token)
            : ConfirmAsync(node, group, children, bound.Token);
        Task<int>[] ends = [.. children.Select(child => child.Exited)];
        Task first = await Task.WhenAny([confirmed, .. ends]).ConfigureAwait(false);
        if (first != confirmed)
        {
            await bound.CancelAsync().ConfigureAwait(false);
            await confirmed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            NodeProcess ended = children[Array.IndexOf(ends, first)];
            throw new SpawnFailedException(
                SpawnFailure.GroupIncomplete,
                ended.Name,
                $"It ended while the group '{group.Name}' took it in.",
                ended.ProcessId,
                await ended.Exited.ConfigureAwait(false),
                ended.RecentOutput,
                cause: null);
        }

        try
        {
            await confirmed.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SpawnFailedException(
                SpawnFailure.TimedOut, $"Not every member of the group '{group.Name}' had it in view in time.");
        }
    }

    /// <summary>A live group: each member answers when its own view has all of them, the children included.</summary>
    private static async Task ConfirmAsync(
        Node node, Group group, NodeProcess[] children, CancellationToken cancellationToken)
    {
        NodeId[] ids = [.. children.Select(child => child.Id)];
        await group.WaitForViewAsync(view => Array.TrueForAll(ids, view.Contains), cancellationToken)
            .ConfigureAwait(false);
        ViewRequest request = new(group.Name, ids);
        HashSet<NodeId> confirmed = [node.Id];
        while (true)
        {
            Member[] open = [.. group.View.Members.Where(member => !confirmed.Contains(member.Id))];
            if (open.Length == 0)
            {
                return;
            }

            node.Runtime.Post(new Introduce(ids, [.. open.Select(member => member.Id)]));
            await Task.WhenAll(open.Select(AskAsync)).ConfigureAwait(false);
            if (!Array.TrueForAll(open, member => confirmed.Contains(member.Id)))
            {
                await Task.Delay(s_retryInterval, cancellationToken).ConfigureAwait(false);
            }
        }

        async Task AskAsync(Member member)
        {
            try
            {
                await node.CallAsync(member, ProcessMethods.AwaitView, request, null, cancellationToken)
                    .ConfigureAwait(false);
                lock (confirmed)
                {
                    confirmed.Add(member.Id);
                }
            }
            catch (CallFailedException exception) when (exception.Status != ReplyStatus.Faulted)
            {
                // It is slow, or it is failing and will leave the view: ask those who are left again.
            }
            catch (CallFailedException exception)
            {
                throw Incomplete($"The member {member} of the group '{group.Name}' refused: {exception.Error.Message}");
            }
        }
    }

    private static async Task DefineOrTakeBackAsync(
        Node node, Group group, NodeProcess[] children, CancellationToken cancellationToken)
    {
        try
        {
            await DefineAsync(node, group, children, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await TakeBackAsync(node, group, children).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Removes the children from the definitions again; a member that does not answer in time keeps
    /// them.</summary>
    private static async Task TakeBackAsync(Node node, Group group, NodeProcess[] children)
    {
        using CancellationTokenSource limit = new(s_takeBackLimit);
        Task removed = Task.WhenAll(children.Select(child =>
            group.RemoveFromGroupAsync(group.Name, child.Address, limit.Token).AsTask()));
        await removed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (NodeProcess child in children)
        {
            node.Groups.Remove(group.Name, child.Address);
        }
    }

    /// <summary>A defined group: each member and this node add the children to their definitions.</summary>
    private static async Task DefineAsync(
        Node node, Group group, NodeProcess[] children, CancellationToken cancellationToken)
    {
        foreach (NodeProcess child in children)
        {
            node.Groups.Add(group.Name, child.Address);
        }

        foreach (NodeProcess child in children)
        {
            GroupReply<bool> replies =
                await group.AddToGroupAsync(group.Name, child.Address, cancellationToken).ConfigureAwait(false);

            // Nobody is there to have a view at an address that cannot be reached.
            if (replies.FirstOrDefault(reply => reply.Status is ReplyStatus.Faulted or ReplyStatus.TimedOut) is { } bad)
            {
                throw Incomplete($"The member {bad.Member} of the group '{group.Name}' did not add it: {bad.Error}");
            }
        }
    }

    private static SpawnFailedException Incomplete(string message) => new(SpawnFailure.GroupIncomplete, message);
}
