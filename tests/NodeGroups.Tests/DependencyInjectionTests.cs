using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

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
        INode early = provider.GetRequiredService<INode>();
        Assert.That(() => early.Name, Throws.InvalidOperationException.With.Message.Contains("StartNodeAsync"));
        INode node = await provider.StartNodeAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(early, Is.SameAs(node));
            Assert.That(await provider.StartNodeAsync(), Is.SameAs(node));
            Assert.That(node.Name, Is.EqualTo("alpha"));
            Assert.That(provider.GetServices<IHostedService>().Count(), Is.EqualTo(1));
        }

        await provider.DisposeAsync();
        Assert.That(() => node.GetStatus(), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public async Task Container_should_be_disposed_when_its_node_never_started()
    {
        ServiceCollection services = new();
        services.AddNodeGroups(options => options.TransportFactory = new InMemoryNetwork());
        ServiceProvider provider = services.BuildServiceProvider();
        INode node = provider.GetRequiredService<INode>();
        await provider.DisposeAsync();

        Assert.That(() => node.GetStatus(), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public async Task Host_should_run_the_node_around_services_that_take_it([Values] bool nodeIsRegisteredFirst)
    {
        HostApplicationBuilder builder = Builder();
        if (nodeIsRegisteredFirst)
        {
            builder.Services.AddNodeGroups(options => options.TransportFactory = new InMemoryNetwork());
        }

        builder.Services.AddSingleton<NodeUser>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<NodeUser>());
        if (!nodeIsRegisteredFirst)
        {
            builder.Services.AddNodeGroups(options => options.TransportFactory = new InMemoryNetwork());
        }

        using IHost host = builder.Build();
        await host.StartAsync();
        NodeUser user = host.Services.GetRequiredService<NodeUser>();
        INode node = host.Services.GetRequiredService<INode>();
        string atStart = await user.NameAtStart;
        await host.StopAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(atStart, Is.EqualTo(node.Name));
            Assert.That(user.MembersAtStop, Is.EqualTo(1));
            Assert.That(node.Stopped.IsCompletedSuccessfully, Is.True);
        }
    }

    [Test]
    public void Host_should_not_start_when_its_node_cannot()
    {
        HostApplicationBuilder builder = Builder();
        builder.Services.AddNodeGroups(options => options.ClusterId = "");
        using IHost host = builder.Build();

        Assert.That(() => host.StartAsync(), Throws.InstanceOf<NodeOptionsException>());
    }

    private static HostApplicationBuilder Builder()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        return builder;
    }

    /// <summary>An ordinary background service that takes the node in its constructor.</summary>
    private sealed class NodeUser(INode node) : BackgroundService
    {
        private readonly TaskCompletionSource<string> _name = new();

        public Task<string> NameAtStart => _name.Task;

        public int MembersAtStop { get; private set; }

        public override async Task StopAsync(CancellationToken cancellationToken)
        {
            MembersAtStop = node.All.View.Members.Count;
            await base.StopAsync(cancellationToken);
        }

        protected override Task ExecuteAsync(CancellationToken stoppingToken)
        {
            _name.TrySetResult(node.Name);
            return Task.CompletedTask;
        }
    }
}
