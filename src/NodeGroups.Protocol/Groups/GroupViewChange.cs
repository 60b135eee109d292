namespace NodeGroups;

/// <summary>The difference between two views of a group.</summary>
/// <param name="Current">The view after the change.</param>
/// <param name="Joined">Members that came in.</param>
/// <param name="Left">Members that went by their own word, or left the group.</param>
/// <param name="Failed">Members that were declared dead.</param>
public sealed record GroupViewChange(
    GroupView Current, IReadOnlyList<Member> Joined, IReadOnlyList<Member> Left, IReadOnlyList<Member> Failed)
{
    /// <summary>Gets the group.</summary>
    public GroupName Group => Current.Group;
}
