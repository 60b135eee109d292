namespace NodeGroups;

/// <summary>Takes two records for the same member when id and address are the same, whatever else is believed about
/// it.</summary>
internal sealed class MemberIdentityComparer : IEqualityComparer<Member>
{
    public static MemberIdentityComparer Instance { get; } = new();

    public bool Equals(Member? x, Member? y) =>
        ReferenceEquals(x, y) || (x is not null && y is not null && x.Id == y.Id && x.Address == y.Address);

    public int GetHashCode(Member obj) => obj.Id.IsNone ? obj.Address.GetHashCode() : obj.Id.GetHashCode();
}
