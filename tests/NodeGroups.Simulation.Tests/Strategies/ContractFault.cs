namespace SimulationTests.Strategies;

/// <summary>What is done to the cluster while rumors are published.</summary>
/// <remarks>Narrow links are left out: frames of the simulated network take time, and no bandwidth. The spread model's
/// nodes have one.</remarks>
public enum ContractFault
{
    /// <summary>Nothing: the strategy's bounds and the quiet afterwards are checked.</summary>
    None,

    /// <summary>A fifth of all frames is lost (F85).</summary>
    Loss,

    /// <summary>Half of the frames come twice, a third out of order (F74).</summary>
    DuplicationAndReordering,

    /// <summary>A third of the nodes cannot reach the others, but hears them (F3).</summary>
    OneWayCut,

    /// <summary>Two halves for two seconds, too short to be noticed.</summary>
    ShortPartition,

    /// <summary>Two halves until each has given the other up (F6).</summary>
    LongPartition,

    /// <summary>Each origin dies a moment after its first send (F84).</summary>
    CrashOfOrigin,

    /// <summary>A third of the nodes dies at once.</summary>
    CrashOfAThird,

    /// <summary>Nodes restart: each new life is a newcomer (F86).</summary>
    Restart,

    /// <summary>A third of the nodes stands still for four seconds.</summary>
    Pause,

    /// <summary>The payload has 512 KiB, or the limit where that is less; a tenth of the frames is lost
    /// (F79).</summary>
    LargestPayload,

    /// <summary>Two halves that only one node reaches both of.</summary>
    Bridge,

    /// <summary>Two thirds of the nodes see each other, and so do two other thirds: one third sees all.</summary>
    OverlappingMajorities,

    /// <summary>Two nodes do not reach each other, and all others reach both.</summary>
    BrokenPair,

    /// <summary>What a third of the nodes sends to the others stands still, and comes in one burst.</summary>
    Clogging,

    /// <summary>What a third of the nodes sends to the others takes two hundred times as long; the way back does
    /// not.</summary>
    SlowOneWay,

    /// <summary>Two halves come and go with each publication.</summary>
    Flapping,
}
