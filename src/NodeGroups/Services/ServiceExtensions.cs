using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NodeGroups;

/// <summary>Shorter forms for services.</summary>
public static class ServiceExtensions
{
    /// <summary>Activates a service on every member, with a typed configuration.</summary>
    /// <typeparam name="T">The configuration's type.</typeparam>
    /// <param name="group">The group.</param>
    /// <param name="service">The service's name.</param>
    /// <param name="configuration">A value for the service's factory; at most 64 KiB of JSON.</param>
    /// <param name="type">How it is written.</param>
    /// <param name="cancellationToken">Gives up waiting; members go on.</param>
    /// <returns>See <see cref="IGroup.ActivateServiceAsync"/>.</returns>
    /// <exception cref="ArgumentException">The name is no name, or the configuration is too large.</exception>
    /// <exception cref="UnknownGroupException">The group is no longer known here.</exception>
    public static ValueTask<GroupReply<bool>> ActivateServiceAsync<T>(
        this IGroup group,
        string service,
        T configuration,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(group);
        JsonElement value = JsonSerializer.SerializeToElement(configuration, type);
        return group.ActivateServiceAsync(service, value, cancellationToken);
    }
}
