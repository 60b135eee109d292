using System.Runtime.CompilerServices;
using NodeGroups.Protocol;

namespace NodeGroups.Runtime;

/// <summary>Calls to the members of a group: all, each as it comes, any.</summary>
internal sealed class GroupCall(Caller caller, GroupState group)
{
    public async ValueTask<GroupReply<TReply>> AllAsync<TRequest, TReply>(
        RpcMethod<TRequest, TReply> method, TRequest request, CallOptions options, CancellationToken cancellationToken)
    {
        options.Validate();
        group.ThrowIfUnknown();
        GroupView view = group.View;
        MemberReply<TReply>[] replies = new MemberReply<TReply>[view.Members.Count];
        using CancellationTokenSource? rest =
            options.Quorum is null ? null : CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<RawReply>[] calls =
            Start(view, method, request, options.Timeout, rest?.Token ?? cancellationToken, cancellationToken);
        if (options.Quorum is { } quorum && rest is not null)
        {
            await WaitForQuorumAsync(calls, quorum, cancellationToken).ConfigureAwait(false);
            await rest.CancelAsync().ConfigureAwait(false);
        }

        for (int i = 0; i < calls.Length; i++)
        {
            RawReply raw = await calls[i].ConfigureAwait(false);
            replies[i] = Caller.ToReply(view.Members[i], raw, method.Reply);
        }

        return new GroupReply<TReply>(replies);
    }

    public async IAsyncEnumerable<MemberReply<TReply>> EachAsync<TRequest, TReply>(
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CallOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        options.Validate();
        group.ThrowIfUnknown();
        GroupView view = group.View;
        CancellationTokenSource rest = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        int replied = 0;
        try
        {
            Task<RawReply>[] calls = Start(view, method, request, options.Timeout, rest.Token, cancellationToken);
            Dictionary<Task<RawReply>, Member> members = new(calls.Length);
            for (int i = 0; i < calls.Length; i++)
            {
                members[calls[i]] = view.Members[i];
            }

            await foreach (Task<RawReply> ended in Task.WhenEach(calls).ConfigureAwait(false))
            {
                RawReply raw = await ended.ConfigureAwait(false);
                MemberReply<TReply> reply = Caller.ToReply(members[ended], raw, method.Reply);
                replied += reply.HasValue ? 1 : 0;
                yield return reply;
                if (replied == options.Quorum)
                {
                    yield break;
                }
            }
        }
        finally
        {
            await rest.CancelAsync().ConfigureAwait(false);
            rest.Dispose();
        }
    }

    public ValueTask<TReply> OneAsync<TRequest, TReply>(
        Member member,
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CallOptions options,
        CancellationToken cancellationToken)
    {
        options.Validate();
        group.ThrowIfUnknown();
        byte[] payload = caller.WriteRequest(request, method.Request);
        OutgoingCall call = new(member.ToPeer(), group.Name, method.Name, payload, options.Timeout);
        return caller.CallAsync(call, method.Reply, cancellationToken);
    }

    public async ValueTask<TReply> AnyAsync<TRequest, TReply>(
        RpcMethod<TRequest, TReply> method, TRequest request, CallOptions options, CancellationToken cancellationToken)
    {
        options.Validate();
        group.ThrowIfUnknown();
        byte[] payload = caller.WriteRequest(request, method.Request);
        Member[] members = [.. group.View.Members];
        Random.Shared.Shuffle(members);
        MonotonicTime deadline = caller.Now + options.Timeout;
        CallFailedException? failure = null;
        foreach (Member member in members)
        {
            TimeSpan left = deadline - caller.Now;
            if (left <= TimeSpan.Zero)
            {
                break;
            }

            OutgoingCall call = new(member.ToPeer(), group.Name, method.Name, payload, left);
            RawReply raw = await caller.CallAsync(call, cancellationToken).ConfigureAwait(false);
            MemberReply<TReply> reply = Caller.ToReply(member, raw, method.Reply);
            if (reply.TryGetValue(out TReply? value))
            {
                return value;
            }

            failure = new CallFailedException(reply.Error!, member.Id, member.Address);
            if (!MayTryAnother(raw.Result))
            {
                break;
            }
        }

        throw failure ?? new CallFailedException(
            new CallError(
                ReplyStatus.Unreachable, CallResult.Unreachable, $"The group '{group.Name}' has no members here."),
            default,
            default);
    }

    /// <summary>The handler surely did not run, or nobody was there to run it to an end.</summary>
    private static bool MayTryAnother(CallResult result) =>
        result is CallResult.Unreachable or CallResult.UnknownMethod or CallResult.UnknownService or CallResult.Busy
            or CallResult.Stopping or CallResult.UnknownGroup or CallResult.Refused;

    private static async ValueTask WaitForQuorumAsync(
        Task<RawReply>[] calls, int quorum, CancellationToken cancellationToken)
    {
        int replied = 0;
        await foreach (Task<RawReply> ended in
            Task.WhenEach(calls).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            RawReply raw = await ended.ConfigureAwait(false);
            replied += raw.Result == CallResult.Replied ? 1 : 0;
            if (replied == quorum)
            {
                return;
            }
        }
    }

    private Task<RawReply>[] Start<TRequest, TReply>(
        GroupView view,
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        TimeSpan timeout,
        CancellationToken cancellationToken,
        CancellationToken callersToken)
    {
        byte[] payload = caller.WriteRequest(request, method.Request);
        Task<RawReply>[] calls = new Task<RawReply>[view.Members.Count];
        for (int i = 0; i < calls.Length; i++)
        {
            OutgoingCall call = new(view.Members[i].ToPeer(), group.Name, method.Name, payload, timeout);
            calls[i] = MeasureAsync(caller.CallAsync(call, cancellationToken), caller.Now, callersToken);
        }

        return calls;
    }

    /// <summary>Notes how long it took; a call given up for the sake of a quorum has an outcome too.</summary>
    private async Task<RawReply> MeasureAsync(
        ValueTask<RawReply> call, MonotonicTime started, CancellationToken callersToken)
    {
        RawReply raw;
        try
        {
            raw = await call.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!callersToken.IsCancellationRequested)
        {
            raw = new RawReply(CallResult.Cancelled, "Enough other members had replied.", default);
        }

        return raw with { Latency = caller.Now - started };
    }
}
