using Microsoft.Extensions.DependencyInjection;

namespace NodeGroups.Tests;

internal sealed class DependencyInjectionTests
{
    [Test]
    public async Task Container_should_give_the_started_node()
    {
        ServiceCollection services = new();
        services.AddNodeGroups(options => options.Name = "alpha");
        services.AddNodeGroups(options => options.TransportFactory = new InMemoryNetwork());
        await using ServiceProvider provider = services.BuildServiceProvider();
        Assert.That(provider.GetRequiredService<INode>, Throws.InvalidOperationException);
        INode node = await provider.StartNodeAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(provider.GetRequiredService<INode>(), Is.SameAs(node));
            Assert.That(await provider.StartNodeAsync(), Is.SameAs(node));
            Assert.That(node.Name, Is.EqualTo("alpha"));
        }

        await provider.DisposeAsync();
        Assert.That(() => node.GetStatus(), Throws.InstanceOf<ObjectDisposedException>());
    }
}
