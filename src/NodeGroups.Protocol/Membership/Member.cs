using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>A node as recorded in a view. Immutable; the same value travels on the wire.</summary>
/// <remarks>
/// Everything in it but <see cref="Status"/> is said by the member itself; the member raises
/// <see cref="Incarnation"/> with each change (groups joined or left) and to refute a suspicion.
/// Equality is by reference: compare <see cref="Id"/> to ask "the same node?".
/// </remarks>
public sealed class Member
{
    /// <summary>Creates a record.</summary>
    /// <param name="id">The process life; none only for a member of a defined group not heard of yet.</param>
    /// <param name="name">The node's name, for people; see <see cref="NameRules"/>. It need not be unique.</param>
    /// <param name="address">Where it listens.</param>
    /// <param name="status">What is believed about it.</param>
    /// <param name="incarnation">The member's own version of its record.</param>
    /// <param name="groups">The live groups it has joined, in name order, without <c>all</c> and <c>local</c>.</param>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="name"/> or <paramref name="groups"/> is null.
    /// </exception>
    public Member(
        NodeId id,
        string name,
        NodeAddress address,
        MemberStatus status,
        uint incarnation,
        IReadOnlyList<GroupName> groups)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(groups);
        Id = id;
        Name = name;
        Address = address;
        Status = status;
        Incarnation = incarnation;
        Groups = groups;
    }

    /// <summary>Gets the process life.</summary>
    public NodeId Id { get; }

    /// <summary>Gets the node's name, for people.</summary>
    public string Name { get; }

    /// <summary>Gets the address at which the node listens.</summary>
    public NodeAddress Address { get; }

    /// <summary>Gets what is believed about the member.</summary>
    public MemberStatus Status { get; }

    /// <summary>Gets the member's own version of its record.</summary>
    public uint Incarnation { get; }

    /// <summary>Gets the live groups it has joined, in name order, without the built-in ones.</summary>
    public IReadOnlyList<GroupName> Groups { get; }

    /// <summary>Gets a value indicating whether the member is alive or suspect, so in views.</summary>
    public bool IsPresent => Status is MemberStatus.Alive or MemberStatus.Suspect;

    /// <summary>Gets id and address, to send to.</summary>
    /// <returns>The peer.</returns>
    public Peer ToPeer() => new(Id, Address);

    /// <summary>Gets the same record with another status.</summary>
    /// <param name="status">The status.</param>
    /// <returns>A record.</returns>
    public Member With(MemberStatus status) => With(status, Incarnation);

    /// <summary>Gets the same record with another status and incarnation.</summary>
    /// <param name="status">The status.</param>
    /// <param name="incarnation">The incarnation.</param>
    /// <returns>A record.</returns>
    public Member With(MemberStatus status, uint incarnation) => new(Id, Name, Address, status, incarnation, Groups);

    /// <summary>Gets a form for people.</summary>
    /// <returns>For example <c>alpha(1f2e3d4c)@127.0.0.1:7400</c>.</returns>
    public override string ToString() =>
        Id.IsNone ? Address.ToString() : $"{(Name.Length == 0 ? "?" : Name)}({Id.ToShortString()})@{Address}";
}
