namespace NodeGroups;

/// <summary>The name of one rumor: the group it spreads in, the node that published it, and that node's count for the
/// group.</summary>
/// <param name="Group">The group.</param>
/// <param name="Origin">The process life that published the rumor.</param>
/// <param name="Sequence">1 for the origin's first rumor in the group, then without gaps.</param>
/// <remarks>
/// Because an origin counts without gaps in each group, a receiver can tell what it is missing (see the digests of the
/// anti-entropy repair), and two equal payloads published in the same instant are two rumors.
/// </remarks>
public readonly record struct RumorId(GroupName Group, NodeId Origin, ulong Sequence)
{
    /// <summary>Gets a form for people.</summary>
    /// <returns>For example <c>orders/1f2e3d4c#17</c>.</returns>
    public override string ToString() =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"{Group}/{Origin.ToShortString()}#{Sequence}");
}
