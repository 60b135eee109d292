namespace NodeGroups;

/// <summary>This node knows no group of that name.</summary>
public sealed class UnknownGroupException : Exception
{
    /// <summary>Creates an exception without a group.</summary>
    public UnknownGroupException()
        : this("This node does not know the group.")
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What went wrong.</param>
    public UnknownGroupException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">The cause.</param>
    public UnknownGroupException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates an exception for a group.</summary>
    /// <param name="group">The group.</param>
    public UnknownGroupException(GroupName group)
        : base($"This node does not know a group named '{group}': join it, or put it with node.Groups.Put.")
    {
        Group = group;
    }

    /// <summary>Gets the group.</summary>
    public GroupName Group { get; }
}
