using Microsoft.Extensions.Logging;
using NodeGroups.Protocol;

namespace NodeGroups.Transport;

/// <summary>One node of an <see cref="InMemoryNetwork"/>.</summary>
internal sealed class InMemoryTransport : IInspectableTransport
{
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(1);
    private readonly InMemoryNetwork _network;
    private readonly TransportContext _context;
    private readonly ILogger _logger;
    private readonly RateLimitedLog _log;
    private readonly Lock _gate = new();
    private readonly Dictionary<NodeAddress, InMemoryLink> _links = [];
    private readonly Dictionary<NodeAddress, NodeId> _known = [];
    private int _closed;

    public InMemoryTransport(InMemoryNetwork network, TransportContext context, NodeAddress address)
    {
        _network = network;
        _context = context;
        _logger = context.LoggerFactory.CreateLogger(LogCategories.Transport);
        _log = new RateLimitedLog(
            context.TimeProvider, left => TransportLog.LeftOut(_logger, left, "refused connections"));
        LocalAddress = address;
        Self = new Peer(context.NodeId, address);
        Inbox = new Inbox(Limits.ReceiveQueueFrames, Limits.ReceiveQueueBytes, inline: false);
    }

    public NodeAddress LocalAddress { get; }

    public TransportCounters Counters { get; } = new();

    public Peer Self { get; }

    public TransportLimits Limits => _context.Limits;

    public Inbox Inbox { get; }

    private bool IsClosed => Volatile.Read(ref _closed) != 0;

    public ValueTask SendAsync(
        NodeAddress to, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken = default)
    {
        FrameRules.ThrowIfInvalid(to, frame.Span, Limits.FrameBytes);
        bool membership = FrameHeader.IsMembership(frame.Span);
        if (IsClosed)
        {
            Counters.Dropped(TransportDropReason.Closed);
            return default;
        }

        if (_network.Loses())
        {
            Counters.Dropped(TransportDropReason.Loss);
            return default;
        }

        InMemoryLink? link = LinkTo(to, membership);
        if (link is null)
        {
            Counters.Dropped(TransportDropReason.Unreachable);
            return default;
        }

        if (link.TryAdd(frame.Span, membership))
        {
            return default;
        }

        if (membership)
        {
            Counters.Dropped(TransportDropReason.QueueFull);
            return default;
        }

        return new ValueTask(WaitAndAddAsync(link, frame.ToArray(), cancellationToken));
    }

    public IAsyncEnumerable<ReceivedFrame> ReceiveAllAsync(CancellationToken cancellationToken = default) =>
        Inbox.ReadAllAsync(cancellationToken);

    public string? ProblemAt(NodeAddress address)
    {
        InMemoryTransport? target = _network.Find(address);
        return target is null or { IsClosed: true } ? "nothing listens there."
            : target == this ? "it is this node itself."
            : !IsSameCluster(target) ? $"refused: {WrongCluster(target).Answer}"
            : null;
    }

    public bool IsConnected(NodeAddress address) => ProblemAt(address) is null;

    public void Refuse(Peer peer, TransportFailureReason reason)
    {
        Counters.Failed(reason);
        if (_network.Find(peer.Address) is { } other && other.Self == peer)
        {
            other.Lost(this, PeerSignal.Reset);
            Lost(other, PeerSignal.Reset);
        }
    }

    public void Abort()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            Leave(PeerSignal.Reset);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }

        InMemoryLink[] links;
        lock (_gate)
        {
            links = [.. _links.Values];
        }

        await Task.WhenAll(links.Select(link => link.IdleAsync())).WaitAsync(FlushTimeout)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Leave(PeerSignal.None);
    }

    private static async Task WaitAndAddAsync(InMemoryLink link, byte[] frame, CancellationToken cancellationToken)
    {
        do
        {
            await link.RoomAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        while (!link.TryAdd(frame, membership: false));
    }

    private InMemoryLink? LinkTo(NodeAddress to, bool membership)
    {
        lock (_gate)
        {
            if (_links.TryGetValue(to, out InMemoryLink? link))
            {
                return link;
            }
        }

        InMemoryTransport? target = _network.Find(to);
        if (target is null || target.IsClosed)
        {
            return Fail(to, PeerSignal.Refused);
        }

        if (target == this || !IsSameCluster(target))
        {
            Reject(target, membership ? LogLevel.Debug : LogLevel.Warning);
            return Fail(to, PeerSignal.Rejected);
        }

        Counters.Dialled();
        target.Counters.Accepted();
        target.Connect(this);
        return Connect(target);
    }

    private InMemoryLink Connect(InMemoryTransport other)
    {
        InMemoryLink? link;
        NodeId old;
        lock (_gate)
        {
            if (_links.TryGetValue(other.LocalAddress, out link) && link.Target == other)
            {
                return link;
            }

            old = _known.GetValueOrDefault(other.LocalAddress);
            _known[other.LocalAddress] = other.Self.Id;
            link = new InMemoryLink(this, other);
            _links[other.LocalAddress] = link;
        }

        if (!old.IsNone && old != other.Self.Id)
        {
            Inbox.Signal(new Peer(old, other.LocalAddress), PeerSignal.Replaced);
        }

        Inbox.Signal(other.Self, PeerSignal.Connected);
        return link;
    }

    private InMemoryLink? Fail(NodeAddress to, PeerSignal signal)
    {
        Counters.DialFailed();
        NodeId known;
        lock (_gate)
        {
            known = _known.GetValueOrDefault(to);
        }

        Inbox.Signal(new Peer(known, to), signal);
        return null;
    }

    private void Reject(InMemoryTransport target, LogLevel level)
    {
        HandshakeException problem = target == this
            ? new(TransportFailureReason.Self, "it is this node itself.", "it is this node itself.")
            : WrongCluster(target);
        target.Counters.Failed(problem.Reason);
        Counters.Failed(TransportFailureReason.RefusedByPeer);
        if (_log.TryAcquire())
        {
            string reason = $"refused: {problem.Answer}";
            TransportLog.RejectedByPeer(_logger, level, target.LocalAddress, reason);
            TransportLog.HandshakeFailed(target._logger, LocalAddress.ToString(), problem.Message);
        }
    }

    private bool IsSameCluster(InMemoryTransport target) =>
        string.Equals(target._context.ClusterId, _context.ClusterId, StringComparison.Ordinal);

    private HandshakeException WrongCluster(InMemoryTransport target) =>
        HandshakeException.WrongCluster(target._context.ClusterId, _context.ClusterId);

    private void Leave(PeerSignal signal)
    {
        _network.Remove(this);
        InMemoryLink[] links;
        lock (_gate)
        {
            links = [.. _links.Values];
            _links.Clear();
        }

        Inbox.Complete();
        foreach (InMemoryLink link in links)
        {
            link.End();
            link.Target.Lost(this, signal);
        }
    }

    private void Lost(InMemoryTransport other, PeerSignal signal)
    {
        InMemoryLink? link;
        lock (_gate)
        {
            if (!_links.TryGetValue(other.LocalAddress, out link) || link.Target != other)
            {
                return;
            }

            _links.Remove(other.LocalAddress);
        }

        link.End();
        if (signal != PeerSignal.None && !IsClosed)
        {
            Inbox.Signal(other.Self, signal);
        }
    }
}
