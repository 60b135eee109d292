using NodeGroups.Protocol;

namespace NodeGroups.Transport;

/// <summary>One address we exchange frames with: its queue, its one standing connection, and its dials.</summary>
internal sealed partial class TcpPeer(TcpTransport transport, NodeAddress address)
{
    private readonly Lock _gate = new();
    private readonly SendQueue _queue = new(transport.Limits);
    private readonly SendWaiters _waiters = new();
    private readonly DialBackOff _backOff = new();
    private TcpConnection? _current;
    private NodeId _lastId;
    private string? _problem;
    private ulong _lastAccepted;
    private ulong _seenBeforeDial;
    private int _echoing;
    private bool _dialling;
    private bool _moved;
    private bool _closing;
    private bool _flushing;
    private long _lastUsed = transport.Now;

    /// <summary>Gets the address.</summary>
    public NodeAddress Address { get; } = address;

    /// <summary>Gets the last dial of the other side that had been accepted when the dial under way began.</summary>
    public ulong SeenBeforeDial => Volatile.Read(ref _seenBeforeDial);

    /// <summary>Queues a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="membership">Whether it goes in the membership lane.</param>
    /// <param name="turn">Where the writer waits for the end of the sender's turn; null when it is to write
    /// soon.</param>
    /// <returns>Whether it was handled, was refused for want of room, or must go to the peer that took over.</returns>
    public EnqueueResult Enqueue(ReadOnlySpan<byte> frame, bool membership, TurnWriters? turn)
    {
        TcpConnection? writer = null;
        Peer echoPeer = default;
        PeerSignal echo = PeerSignal.None;
        bool dial = false;
        bool hurry = false;
        lock (_gate)
        {
            if (_moved)
            {
                return EnqueueResult.Moved;
            }

            if (_closing)
            {
                transport.Counters.Dropped(TransportDropReason.Closed);
                return EnqueueResult.Done;
            }

            if (_current is null)
            {
                _lastUsed = transport.Now;
            }

            if (_current is null && !_dialling && !_backOff.MayDial(transport.Now, membership))
            {
                transport.Counters.Dropped(TransportDropReason.Unreachable);
                echo = _backOff.LastFailure;
                echoPeer = new Peer(_lastId, Address);
            }
            else if ((!membership && !_waiters.IsEmpty) || !_queue.TryAdd(frame, membership))
            {
                if (!membership)
                {
                    return EnqueueResult.Full;
                }

                transport.Counters.Dropped(TransportDropReason.QueueFull);
            }
            else
            {
                writer = ActivateWriter();
                dial = BeginDial();
                hurry = !membership && !dial && _dialling && _current is null;
            }
        }

        if (turn is not null && writer is not null)
        {
            turn.Add(writer);
            writer = null;
        }

        Start(writer, dial);
        if (hurry)
        {
            transport.HurryDial(this);
        }

        if (echo != PeerSignal.None && Interlocked.Exchange(ref _echoing, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static state => state.Owner.Echo(state.Peer, state.Signal),
                (Owner: this, Peer: echoPeer, Signal: echo),
                preferLocal: false);
        }

        return EnqueueResult.Done;
    }

    /// <summary>Keeps a frame until there is room; those who wait are let in first come, first served.</summary>
    /// <returns>False when nothing needs to wait any more: try again.</returns>
    public bool TryWait(SendWaiter waiter)
    {
        lock (_gate)
        {
            if (_moved || _closing || (_waiters.IsEmpty && _queue.HasRoom(waiter.Frame.Length, membership: false)))
            {
                return false;
            }

            _waiters.Add(waiter);
            return true;
        }
    }

    /// <summary>Tells a connection's writer what to do.</summary>
    public WriteStep NextWrite(TcpConnection connection, out SendChunk chunk)
    {
        chunk = default;
        WriteStep step = WriteStep.Idle;
        lock (_gate)
        {
            if (!connection.Draining && _queue.TryTake(out chunk))
            {
                _waiters.Admit(_queue);
                step = WriteStep.Chunk;
            }
            else if ((connection.Draining || _flushing) && !connection.GoodbyeTaken)
            {
                connection.Draining = true;
                connection.GoodbyeTaken = true;
                step = WriteStep.Goodbye;
            }
            else
            {
                connection.WriterActive = false;
            }
        }

        return step;
    }

    private TcpConnection? ActivateWriter()
    {
        if (_queue.IsEmpty || _current is not { WriterActive: false } current)
        {
            return null;
        }

        current.WriterActive = true;
        return current;
    }

    private bool BeginDial()
    {
        if (_current is not null || _dialling || _queue.IsEmpty || _moved || _closing)
        {
            return false;
        }

        _dialling = true;
        return true;
    }

    /// <summary>Says again how the last dial failed, for frames dropped since then; never on a sender's
    /// thread.</summary>
    private void Echo(in Peer peer, PeerSignal signal)
    {
        // Cleared first: whoever drops a frame from here on asks for a word of its own.
        Volatile.Write(ref _echoing, 0);
        transport.Inbox.Signal(peer, signal);
    }

    private void Start(TcpConnection? writer, bool dial)
    {
        writer?.StartWriter();
        if (dial)
        {
            transport.StartDial(this);
        }
    }
}
