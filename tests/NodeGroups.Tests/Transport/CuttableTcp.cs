using System.Net;
using System.Net.Sockets;
using NodeGroups.Transport;

namespace NodeGroups.Tests.Transport;

/// <summary>TCP between nodes on loopback that can be cut in two. As in a network, what is on its way over the cut
/// waits: senders and dials notice by their time-outs alone, and what is sent again arrives after the healing.
/// Thread-safe.</summary>
internal sealed class CuttableTcp : ITransportFactory
{
    private readonly Lock _lock = new();
    private HashSet<int> _side = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async ValueTask<ITransport> OpenAsync(TransportContext context, CancellationToken cancellationToken)
    {
        Socket listener = await TcpSockets.ListenAsync(context.Listen, cancellationToken);
        int port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        TcpTransport transport = new(context, listener, new Streams(this, port));
        transport.Start();
        return transport;
    }

    /// <summary>Separates some nodes from all others.</summary>
    public void Cut(IEnumerable<Node> side) => Change([.. side.Select(node => node.Address.Port)]);

    public void Heal() => Change([]);

    /// <summary>Completes when nothing lies between two nodes.</summary>
    public async ValueTask PassAsync(int one, int other, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_side.Contains(one) == _side.Contains(other))
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private void Change(HashSet<int> side)
    {
        lock (_lock)
        {
            _side = side;
            _changed.SetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Only who dials knows both ends, so the cut is made there, in both directions.</summary>
    private sealed class Streams(CuttableTcp network, int port) : IStreamUpgrade
    {
        public async ValueTask<Stream> UpgradeAsync(Socket socket, bool dialled, CancellationToken cancellationToken)
        {
            NetworkStream stream = new(socket, ownsSocket: true);
            if (!dialled)
            {
                return stream;
            }

            int other = ((IPEndPoint)socket.RemoteEndPoint!).Port;
            await network.PassAsync(port, other, cancellationToken);
            return new CuttableStream(stream, token => network.PassAsync(port, other, token));
        }
    }
}
