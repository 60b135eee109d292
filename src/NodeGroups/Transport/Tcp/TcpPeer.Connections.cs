using NodeGroups.Protocol;

namespace NodeGroups.Transport;

/// <content>Which of several connections stays, and how one ends.</content>
internal sealed partial class TcpPeer
{
    /// <summary>Takes over a fresh connection, or drains it when another is the one to keep.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="replaced">The life known at this address before, when a dial shows that it was another.</param>
    /// <returns>False when this peer has been closed or moved.</returns>
    public bool Attach(TcpConnection connection, out NodeId replaced)
    {
        TcpConnection? loser = null;
        TcpConnection? gone = null;
        TcpConnection? writer;
        lock (_gate)
        {
            replaced = NodeId.None;
            if (_moved || _closing)
            {
                return false;
            }

            connection.Bind(this);
            TcpConnection? old = _current;
            bool isOther = old is not null && old.Remote.Id != connection.Remote.Id;
            bool isClaim = isOther && !connection.Dialled;
            if (!isClaim)
            {
                replaced = Meet(connection);
            }

            if (isClaim)
            {
                // The address was answered by another life since this one was let in.
                loser = connection;
            }
            else if (old is null || isOther)
            {
                gone = old;
                _current = connection;
            }
            else if (connection.Numbers.Replaces(
                old.Numbers,
                old.Dialled == connection.Dialled,
                connection.Dialled == transport.Id < connection.Remote.Id))
            {
                loser = old;
                _current = connection;
            }
            else
            {
                loser = connection;
            }

            if (gone is not null)
            {
                gone.Draining = true;
            }

            writer = ActivateWriter();
        }

        Start(writer, dial: false);
        gone?.Abort(PeerSignal.Reset);
        if (loser is not null)
        {
            Drain(loser);
        }

        return true;
    }

    /// <summary>Stops writing frames into a connection, says goodbye, and reads on until the other side ends,
    /// too.</summary>
    public void Drain(TcpConnection connection)
    {
        bool start;
        bool dial;
        lock (_gate)
        {
            start = !connection.Draining && !connection.WriterActive;
            connection.Draining = true;
            connection.WriterActive |= start;
            dial = Forget(connection);
        }

        Start(start ? connection : null, dial);
    }

    /// <summary>Forgets a connection that has ended.</summary>
    /// <returns>True when it was being drained: nobody needs to hear about it.</returns>
    public bool Detach(TcpConnection connection)
    {
        bool dial;
        lock (_gate)
        {
            dial = Forget(connection);
        }

        Start(null, dial);
        return connection.Draining;
    }

    private NodeId Meet(TcpConnection connection)
    {
        bool isReplaced = connection.Dialled && _lastId != connection.Remote.Id;
        NodeId replaced = isReplaced ? _lastId : NodeId.None;
        _lastId = connection.Remote.Id;
        _backOff.Succeeded();
        _problem = null;
        _dialling &= !connection.Dialled;
        _lastAccepted = connection.Dialled ? _lastAccepted : connection.Numbers.Dial;
        return replaced;
    }

    private bool Forget(TcpConnection connection)
    {
        if (_current != connection)
        {
            return false;
        }

        _current = null;
        _lastUsed = transport.Now;
        return BeginDial();
    }
}
