using System.Net;

namespace NodeGroups.Transport;

/// <summary>Bounds the connections in handshake: in all, and from one remote address. Thread-safe.</summary>
internal sealed class HandshakeGate(TransportLimits limits)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _perAddress = [];
    private int _pending;

    /// <summary>Lets a connection in; whoever was let in must leave once.</summary>
    public bool TryEnter(IPAddress remote)
    {
        lock (_gate)
        {
            int here = _perAddress.GetValueOrDefault(remote);
            if (_pending >= limits.PendingHandshakes
                || (here >= limits.PendingHandshakesPerAddress && !IPAddress.IsLoopback(remote)))
            {
                return false;
            }

            _pending++;
            _perAddress[remote] = here + 1;
            return true;
        }
    }

    public void Leave(IPAddress remote)
    {
        lock (_gate)
        {
            _pending--;
            int here = _perAddress[remote] - 1;
            if (here == 0)
            {
                _perAddress.Remove(remote);
            }
            else
            {
                _perAddress[remote] = here;
            }
        }
    }
}
