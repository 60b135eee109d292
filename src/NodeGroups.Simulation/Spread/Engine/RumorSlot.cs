namespace NodeGroups.Simulation.Spread;

/// <summary>What all nodes have of one retained rumor, in packed arrays.</summary>
internal sealed class RumorSlot(int nodes)
{
    private readonly int[] _sends = new int[nodes];

    /// <summary>Gets the strategy's bits, by node.</summary>
    public ulong[] States { get; } = new ulong[nodes];

    /// <summary>Gets the hops, by node.</summary>
    public ushort[] Hops { get; } = new ushort[nodes];

    /// <summary>Gets the rumor's number; −1 when the slot has never been used.</summary>
    public int Rumor { get; private set; } = -1;

    /// <summary>Gets the rumor's name.</summary>
    public RumorId Id { get; private set; }

    /// <summary>Gets or sets what the strategy at its origin chose for all who pass it on.</summary>
    public uint Route { get; set; }

    /// <summary>Gets the tick at which it was published.</summary>
    public long Published { get; private set; }

    /// <summary>Gets or sets how many nodes have it.</summary>
    public int Informed { get; set; }

    /// <summary>Gets or sets the tick at which the last node got it.</summary>
    public long LastInformed { get; set; }

    /// <summary>Gets or sets the most hops of those who have it.</summary>
    public int LastHop { get; set; }

    /// <summary>Gets or sets the copies sent.</summary>
    public long PayloadSends { get; set; }

    /// <summary>Gets or sets the messages without payload that were sent about it.</summary>
    public long ControlSends { get; set; }

    /// <summary>Gets or sets the bytes sent for it.</summary>
    public long Bytes { get; set; }

    /// <summary>Gets the most copies that one node sent.</summary>
    public int BusiestSends { get; private set; }

    /// <summary>Takes the slot for a rumor.</summary>
    public void Begin(int rumor, in RumorId id, long now)
    {
        Array.Clear(_sends);
        Array.Clear(States);
        Rumor = rumor;
        Id = id;
        Route = 0;
        Published = now;
        LastInformed = now;
        Informed = 0;
        LastHop = 0;
        PayloadSends = 0;
        ControlSends = 0;
        Bytes = 0;
        BusiestSends = 0;
    }

    /// <summary>Empties the slot.</summary>
    public void End() => Rumor = -1;

    /// <summary>Counts a copy that a node sends.</summary>
    public void CountSend(int node)
    {
        PayloadSends++;
        BusiestSends = Math.Max(BusiestSends, ++_sends[node]);
    }
}
