using NodeGroups.Protocol;

namespace NodeGroups.Transport;

/// <content>How a peer's dials begin and fail, and how it ends: as an alias, unused, or with the transport.</content>
internal sealed partial class TcpPeer
{
    /// <summary>Ends a peer that has been without connection and frames for long, so that old addresses cost
    /// nothing.</summary>
    /// <returns>True when it may be forgotten.</returns>
    public bool TryRetire(double idleMilliseconds)
    {
        lock (_gate)
        {
            _moved |= _current is null && !_dialling && _queue.IsEmpty && transport.Now - _lastUsed > idleMilliseconds;
            return _moved;
        }
    }

    /// <summary>Decides, when a dial's turn has come, whether it is still wanted.</summary>
    /// <returns>False when the other side dialled in the meantime, or nothing waits any more.</returns>
    public bool ConfirmDial()
    {
        lock (_gate)
        {
            _dialling = _current is null && !_moved && !_closing && !_queue.IsEmpty;
            _seenBeforeDial = _lastAccepted;
            return _dialling;
        }
    }

    /// <summary>Gets why a dial is wanted now.</summary>
    public DialKind DialKind
    {
        get
        {
            lock (_gate)
            {
                return _backOff.LastFailure != PeerSignal.None ? DialKind.Retried
                    : _queue.HasBulk ? DialKind.Wanted : DialKind.Background;
            }
        }
    }

    /// <summary>Gets whether frames of the application wait.</summary>
    public bool HasBulk
    {
        get
        {
            lock (_gate)
            {
                return _queue.HasBulk;
            }
        }
    }

    /// <summary>Gets how the last dial failed; null when it did not.</summary>
    public string? Problem => Volatile.Read(ref _problem);

    /// <summary>Gets who is at the other end of the standing connection; none when none stands.</summary>
    public NodeId StandingId => Volatile.Read(ref _current)?.Remote.Id ?? NodeId.None;

    /// <summary>Gets whether a connection stands.</summary>
    public bool IsConnected => Volatile.Read(ref _current) is not null;

    /// <summary>Records that a dial led to nothing, and lets go of what waited for it.</summary>
    public void DialFailed(PeerSignal signal, string problem)
    {
        Peer peer;
        lock (_gate)
        {
            _dialling = false;
            if (_current is not null || _closing || _moved)
            {
                return;
            }

            _backOff.Failed(transport.Now, signal);
            _problem = problem;
            transport.Counters.Dropped(TransportDropReason.Unreachable, _queue.Clear() + _waiters.Drop());
            peer = new Peer(_lastId, Address);
        }

        transport.ForgetAliases(this);
        transport.Signal(peer, signal);
    }

    /// <summary>Hands what waits to the peer that really is behind this address, unless this address has a node of
    /// its own.</summary>
    /// <returns>True when this peer is an alias from now on.</returns>
    public bool MoveTo(TcpPeer target)
    {
        SendQueue waiting = new(transport.Limits);
        SendWaiters senders = new();
        lock (_gate)
        {
            _dialling = false;
            _moved = _current is null && !_closing;
            if (!_moved)
            {
                return false;
            }

            _queue.MoveTo(waiting);
            _waiters.MoveTo(senders);
        }

        TcpConnection? writer;
        bool dial;
        lock (target._gate)
        {
            waiting.MoveTo(target._queue);
            senders.MoveTo(target._waiters);
            target._waiters.Admit(target._queue);
            writer = target.ActivateWriter();
            dial = target.BeginDial();
        }

        target.Start(writer, dial);
        return true;
    }

    /// <summary>Takes no more frames; flushes what waits, then says goodbye.</summary>
    public void Close(bool flush)
    {
        TcpConnection? writer = null;
        lock (_gate)
        {
            _closing = true;
            _flushing = flush;
            transport.Counters.Dropped(TransportDropReason.Closed, _waiters.Drop());
            if (_current is null || !flush)
            {
                transport.Counters.Dropped(TransportDropReason.Closed, _queue.Clear());
            }

            if (flush && _current is { WriterActive: false, GoodbyeTaken: false } current)
            {
                current.WriterActive = true;
                writer = current;
            }
        }

        Start(writer, dial: false);
    }
}
