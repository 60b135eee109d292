using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using NodeGroups.Protocol;

namespace NodeGroups.Transport;

/// <summary>Frames over TCP: one listener, one connection per peer, opened on demand.</summary>
internal sealed partial class TcpTransport : IInspectableTransport, ITurnTransport
{
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<NodeAddress, TcpPeer> _peers = new();
    private readonly ConcurrentDictionary<TcpConnection, Task> _connections = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly RateLimitedLog _frameLog;
    private readonly Socket _listener;
    private readonly TcpDialer _dialer;
    private readonly Lock _disposeGate = new();
    private ITimer? _sweep;
    private Task? _disposed;
    private int _connectionCount;

    public TcpTransport(TransportContext context, Socket listener, IStreamUpgrade upgrade)
    {
        _listener = listener;
        Id = context.NodeId;
        Limits = context.Limits;
        TimeProvider = context.TimeProvider;
        Logger = context.LoggerFactory.CreateLogger(LogCategories.Transport);
        Upgrade = upgrade;
        Inbox = new Inbox(Limits.ReceiveQueueFrames, Limits.ReceiveQueueBytes);
        LocalAddress = context.Listen.WithPort(((IPEndPoint)listener.LocalEndPoint!).Port);
        NodeAddress advertised = context.Advertise ?? LocalAddress;
        advertised = advertised.Port == 0 ? advertised.WithPort(LocalAddress.Port) : advertised;
        Handshake = new Handshake(context, advertised);
        Closing = _closing.Token;
        _frameLog = CreateLog("bad frames");
        _dialer = new TcpDialer(this);
        Claims = new AddressClaims(this, _dialer, context.IsTaken);
    }

    public NodeAddress LocalAddress { get; }

    public TransportCounters Counters { get; } = new();

    public NodeId Id { get; }

    public TransportLimits Limits { get; }

    public TimeProvider TimeProvider { get; }

    public ILogger Logger { get; }

    public IStreamUpgrade Upgrade { get; }

    public Handshake Handshake { get; }

    public AddressClaims Claims { get; }

    public Inbox Inbox { get; }

    public CancellationToken Closing { get; }

    public bool IsClosed => Closing.IsCancellationRequested;

    public int ConnectionCount => Volatile.Read(ref _connectionCount);

    /// <summary>Gets the clock in milliseconds.</summary>
    public long Now => TimeProvider.GetTimestamp() / (TimeProvider.TimestampFrequency / 1000);

    /// <summary>Starts to accept and to watch for idle and stuck connections.</summary>
    public void Start()
    {
        TransportLog.Listening(Logger, LocalAddress);
        // By way of the pool: connections must not flow the context of whoever started the node into handlers.
        ThreadPool.UnsafeQueueUserWorkItem(
            static loop => _ = loop.RunAsync(), new TcpListenerLoop(this, _listener), preferLocal: false);
        TimeSpan shortest = Limits.IdleTimeout < Limits.WriteTimeout ? Limits.IdleTimeout : Limits.WriteTimeout;
        TimeSpan period = TimeSpan.FromMilliseconds(Math.Clamp(shortest.TotalMilliseconds / 4, 50, 1000));
        _sweep = TimeProvider.CreateTimer(static state => ((TcpTransport)state!).Sweep(), this, period, period);
    }

    public IAsyncEnumerable<ReceivedFrame> ReceiveAllAsync(CancellationToken cancellationToken = default) =>
        Inbox.ReadAllAsync(cancellationToken);

    public string? ProblemAt(NodeAddress address) =>
        _peers.TryGetValue(address, out TcpPeer? peer) ? peer.Problem : null;

    public bool IsConnected(NodeAddress address) =>
        _peers.TryGetValue(address, out TcpPeer? peer) && peer.IsConnected;

    /// <summary>Tells whether a connection stands with another node than one at the address that this names.</summary>
    public bool HasOtherAt(Peer peer) =>
        _peers.TryGetValue(peer.Address, out TcpPeer? known) && !known.StandingId.IsNone && known.StandingId != peer.Id;

    public void Signal(Peer peer, PeerSignal signal)
    {
        if (!IsClosed)
        {
            Inbox.Signal(peer, signal);
        }
    }

    public void StartDial(TcpPeer peer) => _dialer.Start(peer);

    public void HurryDial(TcpPeer peer) => _dialer.Hurry(peer);

    /// <summary>Gives a connection to the peer it belongs to and runs it.</summary>
    public TcpPeer Adopt(TcpConnection connection)
    {
        NodeAddress address = connection.Remote.Address;
        Interlocked.Increment(ref _connectionCount);
        TransportLog.Connected(Logger, connection.Remote, connection.Dialled);
        while (true)
        {
            TcpPeer peer = PeerAt(address);
            if (peer.Address == address && peer.Attach(connection, out NodeId replaced))
            {
                _connections[connection] = Task.CompletedTask;
                Task running = RunAsync(connection, replaced);

                // It may have ended already, and must not come back then.
                _connections.TryUpdate(connection, running, Task.CompletedTask);
                if (IsClosed)
                {
                    connection.Abort(PeerSignal.Closed);
                }

                return peer;
            }

            if (IsClosed)
            {
                Interlocked.Decrement(ref _connectionCount);
                throw new OperationCanceledException("The transport is closing.");
            }

            // The address was an alias of another peer, but a node of its own answers there now.
            _peers.TryUpdate(address, new TcpPeer(this, address), peer);
        }
    }

    /// <summary>Gives a connection to the peer it belongs to, unless the transport is closing.</summary>
    public bool TryAdopt(TcpConnection connection)
    {
        try
        {
            Adopt(connection);
            return true;
        }
        catch (OperationCanceledException) when (IsClosed)
        {
            return false;
        }
    }

    /// <summary>Makes a bound for log lines of one kind.</summary>
    public RateLimitedLog CreateLog(string kind) =>
        new(TimeProvider, left => TransportLog.LeftOut(Logger, left, kind));

    /// <summary>Makes one address an alias of another peer.</summary>
    public void Merge(TcpPeer alias, TcpPeer target)
    {
        if (alias.MoveTo(target))
        {
            _peers.TryUpdate(alias.Address, target, alias);
        }
    }

    /// <summary>Drops the aliases of a peer that cannot be reached: their names may lead elsewhere by now.</summary>
    public void ForgetAliases(TcpPeer peer)
    {
        foreach (KeyValuePair<NodeAddress, TcpPeer> entry in _peers)
        {
            if (entry.Value == peer && entry.Key != peer.Address)
            {
                _peers.TryRemove(entry);
            }
        }
    }

    public void Abort()
    {
        Shut(flush: false);
        foreach (TcpConnection connection in _connections.Keys)
        {
            connection.Abort(PeerSignal.Reset, reset: true);
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_disposeGate)
        {
            _disposed ??= CloseAsync();
        }

        return new ValueTask(_disposed);
    }

    private async Task CloseAsync()
    {
        Shut(flush: true);
        await Task.WhenAll(_connections.Values).WaitAsync(FlushTimeout)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (TcpConnection connection in _connections.Keys)
        {
            connection.Abort(PeerSignal.Closed);
        }
    }

    private void Shut(bool flush)
    {
        _closing.Cancel();
        _listener.Dispose();
        _sweep?.Dispose();
        foreach (TcpPeer peer in _peers.Values)
        {
            peer.Close(flush);
        }

        Inbox.Complete();
    }

    private TcpPeer PeerAt(NodeAddress address) =>
        _peers.TryGetValue(address, out TcpPeer? peer)
            ? peer
            : _peers.GetOrAdd(address, static (a, transport) => new TcpPeer(transport, a), this);

    private async Task RunAsync(TcpConnection connection, NodeId replaced)
    {
        // The reader's code may run inline from here: leave the caller's stack first.
        await Task.Yield();
        await connection.RunAsync(replaced).ConfigureAwait(false);
        _connections.TryRemove(connection, out _);
        Interlocked.Decrement(ref _connectionCount);
    }
}
