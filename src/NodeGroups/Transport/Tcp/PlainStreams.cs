using System.Net.Sockets;

namespace NodeGroups.Transport;

/// <summary>Uses sockets as they are: no encryption.</summary>
internal sealed class PlainStreams : IStreamUpgrade
{
    public ValueTask<Stream> UpgradeAsync(Socket socket, bool dialled, CancellationToken cancellationToken) =>
        new(new NetworkStream(socket, ownsSocket: true));
}
