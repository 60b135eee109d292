using System.Collections.Concurrent;
using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>What this program offers, by name.</summary>
internal sealed class ServiceCatalogue : IServiceCatalogue
{
    private readonly Node _node;
    private readonly ConcurrentDictionary<string, ServiceFactory> _offers = new(StringComparer.Ordinal);

    public ServiceCatalogue(Node node, IDictionary<string, ServiceFactory> offers)
    {
        _node = node;
        foreach ((string service, ServiceFactory factory) in offers)
        {
            _offers[service] = factory;
        }
    }

    public IReadOnlyList<string> Offered
    {
        get
        {
            string[] names = [.. _offers.Keys];
            Array.Sort(names, StringComparer.Ordinal);
            return names;
        }
    }

    public IReadOnlyList<ServiceStatus> Active => _node.Ledgers.Services;

    public ServiceFactory? Find(string service) => _offers.GetValueOrDefault(service);

    public IDisposable Offer(string service, ServiceFactory factory)
    {
        NameRules.ThrowIfInvalid(service);
        ArgumentNullException.ThrowIfNull(factory);
        _node.ThrowIfStopping();
        if (!_offers.TryAdd(service, factory))
        {
            throw new InvalidOperationException($"A service '{service}' is offered already: dispose that offer first.");
        }

        _node.Ledgers.RetryService(service);
        return new OfferHandle(this, service, factory);
    }

    private sealed class OfferHandle(ServiceCatalogue catalogue, string service, ServiceFactory factory) : IDisposable
    {
        public void Dispose() =>
            catalogue._offers.TryRemove(new KeyValuePair<string, ServiceFactory>(service, factory));
    }
}
