using NodeGroups.Gossip;
using NodeGroups.Protocol;

namespace NodeGroups.Simulation.Spread;

/// <summary>What the strategy of one node sees at a time, over the packed arrays of all nodes.</summary>
internal sealed class EngineContext(EngineTrial trial) : IGossipContext
{
    private readonly uint[] _stamps = new uint[trial.Options.Nodes];
    private uint _stamp;
    private int _stampedRumor;
    private ulong _scratch;

    /// <summary>Gets the node whose strategy is called.</summary>
    public int Node { get; private set; }

    public NodeId Self => trial.IdOf(Node);

    public MonotonicTime Now => trial.Time;

    public int MemberCount => trial.MemberCount;

    public int Fanout => trial.GroupFanout;

    Fanout? IGossipContext.GroupFanout => trial.Options.Fanout;

    public int RingCount => RingOrders.Count;

    /// <summary>Gets what nodes that have been up for a while have measured.</summary>
    public GossipConditions Conditions { get; } = new()
    {
        Reliability = trial.Options.Fanout?.Reliability ?? GossipConditions.Default.Reliability,
        Loss = trial.Options.Loss,
        Latency = trial.Latency.Mean,
        LatencyBound = trial.Latency.Bound,
    };

    /// <summary>Begins a call of a node's strategy.</summary>
    public void Begin(int node)
    {
        Node = node;
        _stampedRumor = -1;
    }

    public NodeId MemberAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)trial.MemberCount, nameof(index));
        return trial.IdOf(index);
    }

    public int DrawPeers(Span<NodeId> destination)
    {
        ReadOnlySpan<uint> drawn = trial.DrawPeers(Node, destination.Length);
        for (int i = 0; i < drawn.Length; i++)
        {
            destination[i] = trial.IdOf((int)drawn[i]);
        }

        return drawn.Length;
    }

    public int NextRandom(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        return (int)trial.Random.Below((uint)bound);
    }

    public int RingPosition(int ring, NodeId member) =>
        trial.IndexOf(member) is >= 0 and int index ? trial.Rings.PositionOf(ring, index) : -1;

    public NodeId RingMember(int ring, int position)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(
            (uint)position, (uint)trial.MemberCount, nameof(position));
        return trial.IdOf(trial.Rings.MemberAt(ring, position));
    }

    public bool Knows(in RumorId rumor) => trial.Knows(Node, rumor);

    public ref ulong StateOf(in RumorId rumor)
    {
        if (trial.FindHeld(Node, rumor) is { } slot)
        {
            return ref slot.States[Node];
        }

        _scratch = 0;
        return ref _scratch;
    }

    public ref ulong StateOf(NodeId member)
    {
        int index = trial.IndexOf(member);
        if (index >= 0)
        {
            return ref trial.States[Node, index];
        }

        _scratch = 0;
        return ref _scratch;
    }

    public void Send(NodeId to, in GossipMessage message)
    {
        int target = trial.IndexOf(to);
        if (target < 0 || target == Node)
        {
            return;
        }

        switch (message.Kind)
        {
            case GossipMessageKind.Payload:
                SendPayload(target, message);
                break;
            case GossipMessageKind.Digest:
                trial.SendDigest(Node, target);
                break;
            case GossipMessageKind kind when kind.IsControl():
                trial.SendControl(Node, target, message);
                break;
        }
    }

    public void SetTimer(in RumorId rumor, TimeSpan delay) => trial.SetTimer(Node, rumor, delay);

    public void ScheduleRound(TimeSpan delay) => trial.ScheduleRound(Node, delay);

    /// <summary>Sends a payload, once to each peer in one call, as a node does.</summary>
    private void SendPayload(int target, in GossipMessage message)
    {
        if (trial.FindHeld(Node, message.Rumor) is not { } slot)
        {
            return;
        }

        if (slot.Route == 0 && slot.Hops[Node] == 0)
        {
            slot.Route = message.Route;
        }

        if (_stampedRumor != slot.Rumor)
        {
            _stampedRumor = slot.Rumor;
            _stamp++;
        }

        if (_stamps[target] != _stamp)
        {
            _stamps[target] = _stamp;
            trial.SendPayload(Node, target, slot);
        }
    }
}
