namespace NodeGroups;

/// <summary>Opens transports. Implement it to bring another transport.</summary>
public interface ITransportFactory
{
    /// <summary>Opens a transport that listens.</summary>
    /// <param name="context">Who this node is, where to listen, and the limits to keep.</param>
    /// <param name="cancellationToken">Gives up opening.</param>
    /// <returns>A transport that listens at its <see cref="ITransport.LocalAddress"/>.</returns>
    /// <exception cref="TransportException">The address is in use or cannot be listened at; the message names
    /// it.</exception>
    /// <exception cref="NodeOptionsException">A limit is not valid; all problems are told.</exception>
    ValueTask<ITransport> OpenAsync(TransportContext context, CancellationToken cancellationToken = default);
}
