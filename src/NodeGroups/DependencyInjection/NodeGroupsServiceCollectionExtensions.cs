using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace NodeGroups;

/// <summary>Registers a node with a container.</summary>
public static class NodeGroupsServiceCollectionExtensions
{
    /// <summary>Registers a node: <see cref="INode"/> and <see cref="NodeStarter"/>, both singletons.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets options; when this is called again, it adds to what the earlier calls set.</param>
    /// <returns>The same services.</returns>
    /// <remarks>
    /// A host starts the node before any hosted service starts, in whatever order they are registered, and ends it
    /// after all have stopped; without a host, await <see cref="StartNodeAsync"/>. <see cref="INode"/> may be resolved
    /// and kept at any time; until it has started, its members throw <see cref="InvalidOperationException"/>. A
    /// <see cref="TimeProvider"/> and an <see cref="ILoggerFactory"/> of the container are the options' defaults.
    /// Dispose the container with <c>await using</c>: ending a node takes a moment.
    /// </remarks>
    public static IServiceCollection AddNodeGroups(this IServiceCollection services, Action<NodeOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddSingleton(new NodeOptionsSetup(configure));
        services.TryAddSingleton(static provider => new NodeStarter(Configure(provider)));
        services.TryAddSingleton(static provider => provider.GetRequiredService<NodeStarter>().Node);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, HostedNodeService>());
        return services;
    }

    /// <summary>Starts the container's node, once; it has joined when this returns.</summary>
    /// <param name="services">The container.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The running node.</returns>
    /// <exception cref="InvalidOperationException"><see cref="AddNodeGroups"/> was not called.</exception>
    /// <exception cref="NodeOptionsException">The options are not valid.</exception>
    /// <exception cref="JoinFailedException">No seed node answered in time.</exception>
    public static Task<INode> StartNodeAsync(
        this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.GetRequiredService<NodeStarter>().StartAsync(cancellationToken);
    }

    private static NodeOptions Configure(IServiceProvider provider)
    {
        NodeOptions options = new();
        if (provider.GetService<TimeProvider>() is { } timeProvider)
        {
            options.TimeProvider = timeProvider;
        }

        if (provider.GetService<ILoggerFactory>() is { } loggerFactory)
        {
            options.LoggerFactory = loggerFactory;
        }

        foreach (NodeOptionsSetup setup in provider.GetServices<NodeOptionsSetup>())
        {
            setup.Configure(options);
        }

        return options;
    }
}

/// <summary>What one call of <c>AddNodeGroups</c> sets.</summary>
internal sealed record NodeOptionsSetup(Action<NodeOptions> Configure);
