using NodeGroups.Protocol;
using NodeGroups.Transport;

namespace NodeGroups;

/// <summary>A network inside one process, for tests and samples: nodes that share it reach each other.
/// Thread-safe.</summary>
/// <remarks>It keeps the contract of a real transport: lanes, limits, back-pressure and signals. Nothing is
/// resolved.</remarks>
public sealed class InMemoryNetwork : ITransportFactory
{
    private const int FirstPort = 49_152;
    private readonly Lock _gate = new();
    private readonly Dictionary<NodeAddress, InMemoryTransport> _nodes = [];
    private readonly DeterministicRandom _random;
    private int _lastPort = FirstPort - 1;
    private double _loss;

    /// <summary>Creates a network without nodes.</summary>
    /// <param name="seed">Decides which frames are lost when <see cref="Loss"/> is above 0.</param>
    public InMemoryNetwork(ulong seed = 1)
    {
        _random = new DeterministicRandom(seed);
    }

    /// <summary>Gets or sets the share of frames that get lost, 0 to 1, drawn for each frame.</summary>
    /// <value>0 unless set.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 1.</exception>
    public double Loss
    {
        get => Volatile.Read(ref _loss);
        set
        {
            if (!(value >= 0 && value <= 1))
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, "The loss must be from 0 to 1.");
            }

            Volatile.Write(ref _loss, value);
        }
    }

    /// <inheritdoc/>
    public ValueTask<ITransport> OpenAsync(TransportContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Limits.ThrowIfInvalid();
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            NodeAddress address = context.Listen;
            while (context.Listen.Port == 0 && (address.Port == 0 || _nodes.ContainsKey(address)))
            {
                _lastPort = _lastPort == ushort.MaxValue ? FirstPort : _lastPort + 1;
                address = context.Listen.WithPort(_lastPort);
            }

            InMemoryTransport transport = new(this, context, address);
            return _nodes.TryAdd(address, transport)
                ? new ValueTask<ITransport>(transport)
                : throw new TransportException(
                    $"Cannot listen at {address}: it is in use; choose another port, or port 0 for any free one.");
        }
    }

    internal InMemoryTransport? Find(NodeAddress address)
    {
        lock (_gate)
        {
            return _nodes.GetValueOrDefault(address);
        }
    }

    internal void Remove(InMemoryTransport transport)
    {
        lock (_gate)
        {
            if (_nodes.GetValueOrDefault(transport.LocalAddress) == transport)
            {
                _nodes.Remove(transport.LocalAddress);
            }
        }
    }

    internal bool Loses()
    {
        if (Loss == 0)
        {
            return false;
        }

        lock (_gate)
        {
            return _random.NextDouble() < Loss;
        }
    }
}
