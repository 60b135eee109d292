namespace Cluster.Nodes;

/// <summary>What the runtime of a child process is told, because very many start at once on few processors; more, which
/// suits their parent too, is in the project file.</summary>
internal static class ChildEnvironment
{
    public static Dictionary<string, string?> Create() => new()
    {
        // An idle thread that spins for work takes the processor from the other children.
        ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0",

        // Each child takes the machine for one of a single processor: fewer threads, and no lock that spins.
        ["DOTNET_PROCESSOR_COUNT"] = "1",
    };
}
