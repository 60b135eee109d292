using Microsoft.Extensions.Logging;
using NodeGroups.Protocol;
using NodeGroups.Runtime;
using NodeGroups.Transport;

namespace NodeGroups;

/// <summary>A node of this process; <see cref="StartAsync"/> makes one. See <see cref="INode"/>.</summary>
public sealed partial class Node : INode
{
    private readonly ReceivePump _pump;
    private readonly GroupRegistry _groups;
    private readonly CallbackRegistry _callbacks;
    private Task _receiving = Task.CompletedTask;
    private volatile bool _stopping;
    private volatile bool _drained;

    private Node(NodeOptions options, ITransport transport, MachineSettings settings)
    {
        Logger = options.LoggerFactory.CreateLogger(LogCategories.Node);
        Id = settings.Id;
        Name = settings.Name;
        Address = settings.Address;
        Runtime = new NodeRuntime(options, transport, settings);
        Caller = new Caller(Runtime);
        _pump = new ReceivePump(Runtime, Logger, options.TimeProvider);
        _groups = new GroupRegistry(this);
        ChildTable = new Processes.ChildTable(this, options);
        All = new Group(this, Runtime.Groups.GetOrAdd(GroupName.All), leavesOnDispose: false);
        Local = new Group(this, Runtime.Groups.GetOrAdd(GroupName.Local), leavesOnDispose: false);
        BuiltInMethods.Register(this);
        LedgerMethods.Register(this);
        Processes.ProcessMethods.Register(this, options.Processes);
        _callbacks = new CallbackRegistry(this, options);
        Offers = new ServiceCatalogue(this, options.Services);
        Ledgers = new LedgerKeeper(this, options);
    }

    /// <inheritdoc/>
    public NodeId Id { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public NodeAddress Address { get; }

    /// <inheritdoc/>
    public IGroup All { get; }

    /// <inheritdoc/>
    public IGroup Local { get; }

    /// <inheritdoc/>
    public IGroupRegistry Groups => _groups;

    /// <inheritdoc/>
    public IReadOnlyList<string> Methods => Runtime.Dispatcher.Handlers.Methods;

    /// <inheritdoc/>
    public ICallbackRegistry Callbacks => _callbacks;

    /// <inheritdoc/>
    public IServiceCatalogue Catalogue => Offers;

    internal ILogger Logger { get; }

    internal ServiceCatalogue Offers { get; }

    internal LedgerKeeper Ledgers { get; }

    internal int CallbackCount => _callbacks.Count;

    internal NodeRuntime Runtime { get; }

    internal Caller Caller { get; }

    internal GroupRegistry Registry => _groups;

    internal NodeCounters Counters => Runtime.Machine.Counters;

    /// <summary>What the transport has done; null for a transport of the user's own.</summary>
    internal TransportCounters? TransportCounters => (Runtime.Transport as IInspectableTransport)?.Counters;

    /// <inheritdoc/>
    public async ValueTask<IGroup> JoinAsync(
        GroupName group, GroupOptions? options = null, CancellationToken cancellationToken = default)
    {
        GroupRegistry.ThrowIfNotDefinable(group);
        ThrowIfStopping();
        cancellationToken.ThrowIfCancellationRequested();
        Group joined = new(this, _groups.Join(group, options, out bool isFirst), leavesOnDispose: true);
        try
        {
            await joined.WaitForViewAsync(view => view.Contains(Id), cancellationToken).ConfigureAwait(false);
            if (isFirst)
            {
                GroupLog.Joined(Logger, group);
                bool takesOptions = options is null;
                await Ledgers.CatchUpAsync(group, takesOptions, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            await joined.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return joined;
    }

    /// <inheritdoc/>
    public IDisposable Handle<TRequest, TReply>(
        RpcMethod<TRequest, TReply> method, Func<TRequest, CallContext, CancellationToken, ValueTask<TReply>> handler)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(handler);
        ThrowIfStopping();
        HandlerTable.ThrowIfReserved(method.Name);
        return Runtime.Dispatcher.Handlers.Add(new Handler<TRequest, TReply>(method, handler));
    }

    /// <inheritdoc/>
    public ValueTask<TReply> CallAsync<TRequest, TReply>(
        NodeAddress address,
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        GroupRegistry.ThrowIfNowhere(address);
        return CallAsync(new Peer(NodeId.None, address), method, request, options, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<TReply> CallAsync<TRequest, TReply>(
        Member member,
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(member);
        return CallAsync(member.ToPeer(), method, request, options, cancellationToken);
    }

    /// <inheritdoc/>
    public NodeStatus GetStatus()
    {
        ThrowIfStopped();
        return StatusReader.Read(this);
    }

    /// <summary>Gets a form for people.</summary>
    /// <returns>For example <c>alpha(1f2e3d4c)@127.0.0.1:7400</c>.</returns>
    public override string ToString() => $"{Name}({Id.ToShortString()})@{Address}";

    /// <summary>Frames and invocations dropped by this node's shell, by reason.</summary>
    internal IEnumerable<(string Reason, long Count)> Drops()
    {
        yield return ("unreadable", _pump.Unreadable);
        yield return ("misdirected", _pump.Misdirected);
        yield return ("send-queue-full", Runtime.Sender.Dropped);
        yield return ("handler", Runtime.Dispatcher.Dropped);
        yield return ("failed-input", Runtime.Failures.Count);
        yield return ("protocol", Counters.MessagesDropped);
        if (TransportCounters is { } counters)
        {
            yield return ("unreachable", counters.DroppedFor(TransportDropReason.Unreachable));
            yield return ("membership-queue-full", counters.DroppedFor(TransportDropReason.QueueFull));
            yield return ("broken-connection", counters.DroppedFor(TransportDropReason.Broken));
            yield return ("closed", counters.DroppedFor(TransportDropReason.Closed));
            yield return ("loss", counters.DroppedFor(TransportDropReason.Loss));
        }
    }

    /// <summary>For what begins something that lasts.</summary>
    internal void ThrowIfStopping() => ObjectDisposedException.ThrowIf(_stopping, typeof(INode));

    /// <summary>For calls and gossip, which the handlers at work may need until they have finished.</summary>
    internal void ThrowIfStopped() => ObjectDisposedException.ThrowIf(_drained, typeof(INode));

    /// <summary>Gives up one handle of a joined group; with the last one the node leaves.</summary>
    internal void Leave(GroupState state)
    {
        if (!_stopping && _groups.Leave(state))
        {
            GroupLog.Left(Logger, state.Name);
        }
    }

    internal ValueTask<TReply> CallAsync<TRequest, TReply>(
        Peer target,
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CallOptions? options,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(method);
        ThrowIfStopped();
        CallOptions chosen = options ?? CallOptions.Default;
        chosen.Validate();
        byte[] payload = Caller.WriteRequest(request, method.Request);
        OutgoingCall call = new(target, default, method.Name, payload, chosen.Timeout);
        return Caller.CallAsync(call, method.Reply, cancellationToken);
    }
}
