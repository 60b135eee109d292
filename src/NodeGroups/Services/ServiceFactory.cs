namespace NodeGroups;

/// <summary>Sets up a service for one group on one node: registers its handlers and whatever else it needs.</summary>
/// <param name="context">The node, the group, the configuration, and the way to register handlers.</param>
/// <param name="cancellationToken">Cancelled when the node stops.</param>
/// <returns>A task; the service is active when it ends. What it throws is this member's outcome, and what was
/// registered until then is taken back.</returns>
public delegate ValueTask ServiceFactory(ServiceContext context, CancellationToken cancellationToken);
