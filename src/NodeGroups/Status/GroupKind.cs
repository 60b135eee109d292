namespace NodeGroups;

/// <summary>How a group came to be on a node.</summary>
public enum GroupKind
{
    /// <summary>It is <c>all</c> or <c>local</c>.</summary>
    BuiltIn = 0,

    /// <summary>The node joined it.</summary>
    Live = 1,

    /// <summary>Its view was put by hand.</summary>
    Defined = 2,
}
