namespace Cluster.Nodes;

/// <summary>What the runtime of a child process is told, because very many start at once on few processors.</summary>
internal static class ChildEnvironment
{
    public static Dictionary<string, string?> Create() => new()
    {
        // Code that is hot already while a child starts is compiled again later, when the machine has time.
        ["DOTNET_TC_CallCountingDelayMs"] = "1000",

        // Each page of new code would be mapped twice: a safeguard that costs a child a tenth of its start.
        ["DOTNET_EnableWriteXorExecute"] = "0",

        // An idle thread that spins for work takes the processor from the other children.
        ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0",

        // Each child takes the machine for one of a single processor: fewer threads, and no lock that spins.
        ["DOTNET_PROCESSOR_COUNT"] = "1",
    };
}
