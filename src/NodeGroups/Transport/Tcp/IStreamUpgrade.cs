using System.Net.Sockets;

namespace NodeGroups.Transport;

/// <summary>The step between a fresh socket and its handshake: where encryption goes.</summary>
internal interface IStreamUpgrade
{
    /// <summary>Makes the stream that the handshake and all frames use.</summary>
    ValueTask<Stream> UpgradeAsync(Socket socket, bool dialled, CancellationToken cancellationToken);
}
