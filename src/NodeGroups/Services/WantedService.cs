namespace NodeGroups;

/// <summary>A service that a group wants active.</summary>
/// <param name="Service">What to activate.</param>
/// <param name="Version">Which change made it wanted.</param>
/// <param name="Writer">Whose change that was.</param>
internal sealed record WantedService(ServiceData Service, long Version, NodeId Writer);
