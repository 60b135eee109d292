namespace NodeGroups.Experiments;

/// <summary>The experiment <c>compare</c>: the tables and plots of docs/gossip.md, from one seed.</summary>
internal static class CompareCommand
{
    public static void Run(Arguments arguments, TextWriter output, TextWriter error)
    {
        bool json = arguments.TakeFlag("--json");
        string directory = arguments.Take("--out") ?? Path.Combine("docs", "plots");
        int largest = arguments.Take("--largest", 1_000_000);
        ulong seed = arguments.Take("--seed", 1UL);
        arguments.End();
        if (largest is < 100 or > 10_000_000)
        {
            throw new UsageException("--largest must be 100 to 10000000.");
        }

        Comparison comparison = new(seed, largest, directory, json ? output : null, error);
        string[] tables =
        [
            WhyNotSendToAll.Run(comparison),
            CostOfStrategies.Run(comparison),
            UnderFaults.Run(comparison),
            Coverage.Run(comparison),
        ];
        if (!json)
        {
            output.WriteLine(string.Join(Environment.NewLine, tables));
        }
    }
}
