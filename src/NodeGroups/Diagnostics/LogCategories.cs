namespace NodeGroups;

/// <summary>The logger categories of the library; a filter on <c>NodeGroups</c> takes them all.</summary>
internal static class LogCategories
{
    /// <summary>The node itself, its membership and its gossip.</summary>
    public const string Node = "NodeGroups.Node";

    /// <summary>Groups, services and schedules.</summary>
    public const string Groups = "NodeGroups.Groups";

    /// <summary>Handlers of calls and invocations.</summary>
    public const string Calls = "NodeGroups.Calls";

    /// <summary>Connections.</summary>
    public const string Transport = "NodeGroups.Transport";

    /// <summary>Child nodes.</summary>
    public const string Processes = "NodeGroups.Processes";
}
