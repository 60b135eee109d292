namespace NodeGroups.Tests.Transport;

[TestFixture]
public sealed class InMemoryTransportTests : TransportContractTests
{
    protected override ITransportFactory CreateFactory() => new InMemoryNetwork();
}
