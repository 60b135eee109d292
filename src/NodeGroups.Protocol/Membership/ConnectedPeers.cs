namespace NodeGroups.Protocol.Membership;

/// <summary>The peers to which a connection stands, as the transport tells it: talking to them costs no dial.</summary>
/// <remarks>Those to which one stood before are remembered, too, until they are gone.</remarks>
internal sealed class ConnectedPeers
{
    /// <summary>The most peers remembered.</summary>
    public const int Limit = ProtocolLimits.Members;

    private const int Unconnected = -1;

    /// <summary>With fewer connections than this, peers are drawn from all members.</summary>
    public const int Enough = 8;

    private readonly List<NodeId> _ids = [];
    private readonly Dictionary<NodeId, int> _places = [];

    /// <summary>How many peers are connected.</summary>
    public int Count => _ids.Count;

    /// <summary>Tells whether a connection stands or has stood before.</summary>
    public bool HasMet(NodeId id) => _places.ContainsKey(id);

    /// <summary>Takes in what the transport noticed.</summary>
    public void Note(NodeId id, PeerSignal signal)
    {
        if (signal != PeerSignal.Connected)
        {
            if (Disconnect(id))
            {
                _places[id] = Unconnected;
            }
        }
        else if (!id.IsNone && _places.GetValueOrDefault(id, Unconnected) == Unconnected
            && (_places.Count < Limit || _places.ContainsKey(id)))
        {
            _places[id] = _ids.Count;
            _ids.Add(id);
        }
    }

    /// <summary>A member is gone.</summary>
    public void Forget(NodeId id)
    {
        Disconnect(id);
        _places.Remove(id);
    }

    /// <summary>
    /// Draws distinct members: some from all, and the others from the connected ones when there are enough of these.
    /// </summary>
    /// <remarks>
    /// A few random connections for each node make a graph on which news spread as fast as by free choice, and a free
    /// choice among the receivers keeps parts from falling apart. While a cluster forms, this saves most of the dials.
    /// </remarks>
    /// <param name="count">How many.</param>
    /// <param name="free">How many of them from all members.</param>
    /// <param name="table">All members.</param>
    /// <param name="self">This node, which is not drawn.</param>
    /// <param name="except">Another that is not drawn.</param>
    /// <param name="random">The generator.</param>
    public List<Member> Draw(
        int count, int free, MemberTable table, NodeId self, NodeId except, DeterministicRandom random)
    {
        if (_ids.Count < Enough || count <= free)
        {
            return table.Draw(count, self, except, random);
        }

        List<Member> drawn = table.Draw(free, self, except, random);
        for (int tries = 0; drawn.Count < count && tries < 4 * count; tries++)
        {
            NodeId id = _ids[random.NextInt32(_ids.Count)];
            if (id != except && table.Find(id) is { IsPresent: true } member && !drawn.Exists(one => one.Id == id))
            {
                drawn.Add(member);
            }
        }

        // Those connected may all be strangers still: an empty draw would mean that there is nobody.
        return drawn.Count > 0 ? drawn : table.Draw(count, self, except, random);
    }

    /// <summary>Draws one of those connected; none when there is none.</summary>
    public NodeId Draw(DeterministicRandom random) =>
        _ids.Count == 0 ? NodeId.None : _ids[random.NextInt32(_ids.Count)];

    private bool Disconnect(NodeId id)
    {
        int place = _places.GetValueOrDefault(id, Unconnected);
        if (place == Unconnected)
        {
            return false;
        }

        NodeId last = _ids[^1];
        _ids[place] = last;
        _places[last] = place;
        _ids.RemoveAt(_ids.Count - 1);
        return true;
    }
}
