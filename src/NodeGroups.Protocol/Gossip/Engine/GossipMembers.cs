using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>The members of one view that gossip can address: present, and known by id.</summary>
internal sealed class GossipMembers
{
    private readonly Peer[] _members;
    private readonly ulong[] _states;
    private readonly uint[] _stamps;
    private readonly PeerSampler _sampler;

    /// <summary>Creates the table of a view.</summary>
    /// <param name="view">The view.</param>
    /// <param name="self">This node.</param>
    /// <param name="former">The table before, from which the strategy's states are taken over; or null.</param>
    public GossipMembers(GroupView view, NodeId self, GossipMembers? former)
    {
        ReadOnlySpan<Member> members = view.AsSpan();
        int count = 0;
        foreach (Member member in members)
        {
            count += IsAddressable(member) ? 1 : 0;
        }

        _members = new Peer[count];
        _states = new ulong[count];
        _stamps = new uint[count];
        count = 0;
        foreach (Member member in members)
        {
            if (IsAddressable(member))
            {
                int before = former?.IndexOf(member.Id) ?? -1;
                _states[count] = before >= 0 ? former!._states[before] : 0;
                _members[count++] = member.ToPeer();
            }
        }

        SelfIndex = IndexOf(self);
        _sampler = new PeerSampler(count, SelfIndex);
        Rings = new RingTable(_members);
    }

    /// <summary>Gets the number of members.</summary>
    public int Count => _members.Length;

    /// <summary>Gets the number of members without this node.</summary>
    public int PeerCount => SelfIndex >= 0 ? _members.Length - 1 : _members.Length;

    /// <summary>Gets the index of this node; negative when it is no member.</summary>
    public int SelfIndex { get; }

    /// <summary>Gets the rings.</summary>
    public RingTable Rings { get; }

    /// <summary>Gets a member.</summary>
    public ref readonly Peer this[int index] => ref _members[index];

    /// <summary>Gets the strategy's bits for a member.</summary>
    public ref ulong StateOf(int index) => ref _states[index];

    /// <summary>Marks a member; tells whether it had not been marked with that stamp.</summary>
    public bool TryStamp(int index, uint stamp)
    {
        bool isNew = _stamps[index] != stamp;
        _stamps[index] = stamp;
        return isNew;
    }

    /// <summary>Draws distinct peers.</summary>
    public int Draw(Span<NodeId> destination, DeterministicRandom random)
    {
        ReadOnlySpan<int> drawn = _sampler.Draw(destination.Length, random);
        for (int i = 0; i < drawn.Length; i++)
        {
            destination[i] = _members[drawn[i]].Id;
        }

        return drawn.Length;
    }

    /// <summary>Finds a member; negative when the node is none.</summary>
    public int IndexOf(NodeId id) => _members.AsSpan().BinarySearch(new NodeIdOrder(id));

    private static bool IsAddressable(Member member) => member.IsPresent && !member.Id.IsNone;
}
