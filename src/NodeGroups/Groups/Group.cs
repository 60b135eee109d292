using System.Runtime.CompilerServices;
using NodeGroups.Protocol;
using NodeGroups.Runtime;

namespace NodeGroups;

/// <summary>A handle of a group.</summary>
internal sealed partial class Group(Node node, GroupState state, bool leavesOnDispose) : IGroup
{
    private readonly GroupCall _calls = new(node.Caller, state);
    private int _disposed;

    public GroupName Name => state.Name;

    public GroupView View => state.View;

    public GroupOptions Options => state.Options;

    public async IAsyncEnumerable<GroupViewChange> WatchAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using ViewWatcher watcher = state.Watch();
        while (await watcher.NextAsync(cancellationToken).ConfigureAwait(false) is { } change)
        {
            yield return change;
        }
    }

    public ValueTask<GroupView> WaitForMembersAsync(int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return this.WaitForViewAsync(view => view.Members.Count >= count, cancellationToken);
    }

    public ValueTask<TReply> CallAsync<TRequest, TReply>(
        Member member,
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(member);
        ArgumentNullException.ThrowIfNull(method);
        node.ThrowIfStopped();
        return _calls.OneAsync(member, method, request, options ?? CallOptions.Default, cancellationToken);
    }

    public ValueTask<TReply> CallAnyAsync<TRequest, TReply>(
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(method);
        node.ThrowIfStopped();
        return _calls.AnyAsync(method, request, options ?? CallOptions.Default, cancellationToken);
    }

    public ValueTask<GroupReply<TReply>> CallAllAsync<TRequest, TReply>(
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(method);
        node.ThrowIfStopped();
        return _calls.AllAsync(method, request, options ?? CallOptions.Default, cancellationToken);
    }

    public IAsyncEnumerable<MemberReply<TReply>> CallEachAsync<TRequest, TReply>(
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(method);
        node.ThrowIfStopped();
        return _calls.EachAsync(method, request, options ?? CallOptions.Default, cancellationToken);
    }

    public ValueTask<RumorId> GossipAsync<T>(Topic<T> topic, T value, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(topic);
        node.ThrowIfStopped();
        return PublishAsync(RumorKind.Message, topic.Name, topic.Write(value), cancellationToken);
    }

    public ValueTask<RumorId> GossipCallAsync<TRequest, TReply>(
        RpcMethod<TRequest, TReply> method, TRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(method);
        return PublishAsync(
            RumorKind.Invocation, method.Name, JsonPayload.Write(request, method.Request), cancellationToken);
    }

    public GossipPlan PlanGossip(long payloadBytes, bool isStream = false)
    {
        GroupGossipOptions options = state.Options.ToGossip();
        GossipSettings settings = node.Runtime.Machine.Settings.Gossip;
        GossipConditions measured = node.Counters.ConditionsFor(options, settings);
        GroupView view = View;
        int members = view.Contains(node.Id) ? view.Members.Count : view.Members.Count + 1;
        return GossipPlan.For(
            members, payloadBytes, measured with { IsStream = isStream }, options.AutoFanout, settings);
    }

    public ISubscription<T> Subscribe<T>(Topic<T> topic, SubscriptionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(topic);
        node.ThrowIfStopping();
        options ??= new SubscriptionOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BufferLimit, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.BufferLimit, 1_048_576, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BufferBytesLimit, 1, nameof(options));
        SubscriptionTable table = node.Runtime.Subscriptions;
        ReaderPressure? pressure =
            state.Options.SlowReceivers == SlowReceiverPolicy.HoldPublishers ? state.GetPressure(node.Runtime) : null;
        Subscription<T> subscription = new(table, Name, topic, options, pressure);
        table.Add(subscription);
        return subscription;
    }

    public async IAsyncEnumerable<TransferProgress> WatchTransfersAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using TransferWatcher watcher = state.Transfers.Watch();
        while (await watcher.NextAsync(cancellationToken).ConfigureAwait(false) is { } progress)
        {
            yield return progress;
        }
    }

    public ValueTask DisposeAsync()
    {
        if (leavesOnDispose && Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            node.Leave(state);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>A form for people: <c>orders v7 (3 members)</c>.</summary>
    public override string ToString() => state.IsKnown ? View.ToString() : $"{Name} (not known here)";

    /// <summary>Publishes bytes as a rumor; they must not change afterwards.</summary>
    internal async ValueTask<RumorId> PublishAsync(
        RumorKind kind, string topic, byte[] payload, CancellationToken cancellationToken)
    {
        node.ThrowIfStopped();
        NodeRuntime runtime = node.Runtime;
        int limit = runtime.Options.Gossip.PayloadBytesLimit;
        if (payload.Length > limit)
        {
            throw new ArgumentException(
                $"The message has {payload.Length} bytes; at most {limit} may be gossiped "
                + "(Gossip.PayloadBytesLimit). Gossip a hint and let receivers fetch the rest.",
                kind == RumorKind.Message ? "value" : "request");
        }

        cancellationToken.ThrowIfCancellationRequested();
        ReadOnlyMemory<byte> description = LargePayload.Describe(payload, runtime.Options.Gossip);
        await runtime.Sender.PaceAsync(cancellationToken).ConfigureAwait(false);
        TaskCompletionSource<RumorId> published = new(TaskCreationOptions.RunContinuationsAsynchronously);
        long token = runtime.Publications.Add(published);
        try
        {
            PublishRumor command = new(token, Name, kind, topic, payload) { Description = description };
            await runtime.PostAsync(command, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            runtime.Publications.Remove(token);
            throw;
        }

        RumorId id = await published.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return id.Sequence != 0 ? id
            : id.Group.IsNone ? throw new UnknownGroupException(Name)
            : throw new InvalidOperationException($"Too many publications in {Name} wait for slow receivers.");
    }
}
