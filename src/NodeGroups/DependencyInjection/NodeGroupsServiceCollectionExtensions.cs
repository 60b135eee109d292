using Microsoft.Extensions.DependencyInjection;

namespace NodeGroups;

/// <summary>Registers a node with a container.</summary>
public static class NodeGroupsServiceCollectionExtensions
{
    /// <summary>Registers <see cref="INode"/>, a singleton that starts the node once. Calling it again adds to the options.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddNodeGroups(this IServiceCollection services, Action<NodeOptions> configure) =>
        throw new NotSupportedException();
}
