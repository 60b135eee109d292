using System.Net;
using NodeGroups.Protocol;

namespace NodeGroups.Transport;

/// <summary>Introduces two nodes to each other over a fresh stream. No frame is read before it is done.</summary>
internal sealed class Handshake(TransportContext context, NodeAddress advertised)
{
    /// <summary>Introduces this node as the one that dialled.</summary>
    /// <exception cref="HandshakeException">The other side refused or did not answer as expected.</exception>
    public async Task<Peer> DialAsync(
        Stream stream, IPAddress remote, DialNumbers numbers, CancellationToken cancellationToken)
    {
        HandshakeMessage hello = Introduce(HandshakeKind.Hello) with { Dial = numbers.Dial, Seen = numbers.Seen };
        await stream.WriteAsync(hello.Encode(), cancellationToken).ConfigureAwait(false);
        HandshakeMessage answer = await ReadAsync(stream, cancellationToken).ConfigureAwait(false);
        if (answer.Kind == HandshakeKind.Reject)
        {
            throw new HandshakeException(TransportFailureReason.RefusedByPeer, answer.Reason);
        }

        return Check(answer, HandshakeKind.Accept, remote);
    }

    /// <summary>Answers the introduction of a node that dialled.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="remote">The other end's IP address.</param>
    /// <param name="check">A last check of who dials, which may refuse by an exception.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HandshakeException">This node refuses; the other side has been told when it
    /// understands.</exception>
    public async Task<(Peer Peer, DialNumbers Numbers)> AcceptAsync(
        Stream stream, IPAddress remote, Func<Peer, CancellationToken, Task> check, CancellationToken cancellationToken)
    {
        try
        {
            HandshakeMessage hello = await ReadAsync(stream, cancellationToken).ConfigureAwait(false);
            Peer peer = Check(hello, HandshakeKind.Hello, remote);
            await check(peer, cancellationToken).ConfigureAwait(false);
            await stream.WriteAsync(Introduce(HandshakeKind.Accept).Encode(), cancellationToken).ConfigureAwait(false);
            return (peer, new DialNumbers(hello.Dial, hello.Seen));
        }
        catch (HandshakeException e) when (e.Answer is not null)
        {
            byte[] reject = HandshakeMessage.Reject(e.Reason, e.Answer).Encode();
            await stream.WriteAsync(reject, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private HandshakeMessage Introduce(HandshakeKind kind) =>
        new(kind, HandshakeMessage.Version, HandshakeMessage.Version)
        {
            ClusterId = context.ClusterId,
            NodeId = context.NodeId,
            Host = advertised.Host,
            Port = advertised.Port,
        };

    private async Task<HandshakeMessage> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] header = new byte[HandshakeMessage.HeaderSize];
        await stream.ReadExactlyAsync(header, cancellationToken).ConfigureAwait(false);
        if (!header.AsSpan(0, 4).SequenceEqual(HandshakeMessage.Magic)
            || header[4] is < (byte)HandshakeKind.Hello or > (byte)HandshakeKind.Reject)
        {
            throw new HandshakeException(
                TransportFailureReason.Garbage, "the bytes received are not the handshake of a node.");
        }

        if (header[7] != 0)
        {
            throw new HandshakeException(
                TransportFailureReason.Garbage, "the reserved byte of the handshake is not 0.");
        }

        HandshakeMessage message = new((HandshakeKind)header[4], header[5], header[6]);
        int length = header[8] | (header[9] << 8);
        if (length + header.Length > context.Limits.HandshakeBytes)
        {
            throw new HandshakeException(
                TransportFailureReason.TooLarge, $"the handshake claims {length} bytes, more than allowed.");
        }

        byte[] body = new byte[length];
        await stream.ReadExactlyAsync(body, cancellationToken).ConfigureAwait(false);
        if (message.MinimumVersion > message.MaximumVersion)
        {
            throw new HandshakeException(
                TransportFailureReason.Garbage, "the handshake has a range of versions that is not valid.");
        }

        if (message.MinimumVersion > HandshakeMessage.Version || message.MaximumVersion < HandshakeMessage.Version)
        {
            string problem = $"one node speaks handshake versions {message.MinimumVersion} to "
                + $"{message.MaximumVersion}, the other {HandshakeMessage.Version}; update the older node.";
            throw new HandshakeException(TransportFailureReason.WrongVersion, problem, problem);
        }

        return message.WithBody(body)
            ?? throw new HandshakeException(
                TransportFailureReason.Garbage, "the handshake has a field that is not valid.");
    }

    private Peer Check(HandshakeMessage message, HandshakeKind expected, IPAddress remote)
    {
        if (message.Kind != expected)
        {
            throw new HandshakeException(TransportFailureReason.Garbage, "the handshake is out of order.");
        }

        if (!string.Equals(message.ClusterId, context.ClusterId, StringComparison.Ordinal))
        {
            throw HandshakeException.WrongCluster(context.ClusterId, message.ClusterId);
        }

        if (message.NodeId == context.NodeId)
        {
            string problem = $"the node at {advertised} was dialled by itself.";
            throw new HandshakeException(TransportFailureReason.Self, problem, problem);
        }

        string host = message.Host;
        if (host.Length == 0 || Wildcard.Is(host))
        {
            host = (remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote).ToString();
        }

        return NodeAddress.TryParse(
            host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{message.Port}" : $"{host}:{message.Port}",
            null,
            out NodeAddress address)
            ? new Peer(message.NodeId, address)
            : throw new HandshakeException(TransportFailureReason.Garbage, "the advertised address is not valid.");
    }
}
