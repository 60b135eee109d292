namespace NodeGroups.Experiments;

/// <summary>The arguments cannot be used; the message tells the user why.</summary>
internal sealed class UsageException(string message) : Exception(message);
