using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>How a simulation is set up; read once, when it is made.</summary>
public sealed class SimulationOptions
{
    /// <summary>Gets or sets the membership timing of every node.</summary>
    /// <value>The defaults of the library.</value>
    public MembershipSettings Membership { get; set; } = new();

    /// <summary>Gets or sets the gossip limits and timing of every node.</summary>
    /// <value>The defaults of the library.</value>
    public GossipSettings Gossip { get; set; } = new();

    /// <summary>Gets or sets how rumors spread in the group of all nodes, and in groups joined without
    /// options.</summary>
    /// <value>The defaults of the library.</value>
    public GroupGossipOptions Strategy { get; set; } = GroupGossipOptions.Default;

    /// <summary>Gets or sets a value indicating whether transports tell what they notice: refused, reset, closed,
    /// replaced, connected.</summary>
    /// <value>True, as TCP does; false shows failure detection by silence alone.</value>
    public bool EvidenceSignals { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether the built-in invariants are checked.</summary>
    /// <value>True.</value>
    public bool CheckInvariants { get; set; } = true;

    /// <summary>Gets or sets how many lines of the transcript are kept for a failure's report.</summary>
    /// <value>60; 1 at least.</value>
    public int TranscriptLineLimit { get; set; } = 60;

    /// <summary>Gets or sets where every transcript line is written too; slow.</summary>
    /// <value>Null: nowhere.</value>
    public TextWriter? TranscriptSink { get; set; }

    /// <summary>Gets or sets how many received rumors a node keeps to be looked at; all are counted.</summary>
    /// <value>100,000; the first ones are kept.</value>
    public int ReceivedRumorsLimit { get; set; } = 100_000;

    /// <summary>Gets or sets the line that tells how to replay a failure.</summary>
    /// <value>Null: <c>new Simulation(seed: ...)</c> with the seed.</value>
    public string? ReplayHint { get; set; }
}
