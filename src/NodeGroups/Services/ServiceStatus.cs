namespace NodeGroups;

/// <summary>One service that a group wants active on a node. Immutable.</summary>
/// <param name="Group">The group.</param>
/// <param name="Service">The service's name.</param>
/// <param name="IsActive">True when it runs here.</param>
/// <param name="Error">Why it does not; null when it runs. Type name and message, without a stack trace.</param>
public sealed record ServiceStatus(GroupName Group, string Service, bool IsActive, string? Error);
