namespace NodeGroups;

/// <summary>The services that this node's program offers, and those that are active on it. Thread-safe.</summary>
/// <remarks>
/// A group activates a service by name on each member (<see cref="IGroup.ActivateServiceAsync"/>); what runs there is
/// what that member's own program offers under the name. Code never travels: a member runs only what its owner put
/// into it, members of different versions can work together, and trimmed and natively compiled programs stay possible.
/// </remarks>
public interface IServiceCatalogue
{
    /// <summary>Gets the names of the services offered, in order.</summary>
    IReadOnlyList<string> Offered { get; }

    /// <summary>Gets the services that groups want active here, by group and name, those that failed
    /// included.</summary>
    IReadOnlyList<ServiceStatus> Active { get; }

    /// <summary>Offers a service. Where a group already has it active, it is activated here at once.</summary>
    /// <param name="service">The name; see <see cref="Protocol.NameRules"/>.</param>
    /// <param name="factory">Sets the service up for one group; called once for each group.</param>
    /// <returns>Disposing it takes the offer back; what is active stays so.</returns>
    /// <exception cref="ArgumentException"><paramref name="service"/> is not a name.</exception>
    /// <exception cref="InvalidOperationException">A service of that name is offered already.</exception>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    IDisposable Offer(string service, ServiceFactory factory);
}
