namespace NodeGroups.Experiments;

/// <summary>The experiment <c>compare</c>: the tables and plots of docs/gossip.md, from one seed.</summary>
internal static class CompareCommand
{
    private static readonly (string Name, Func<Comparison, string> Run)[] Parts =
    [
        ("sizes", WhyNotSendToAll.Run),
        ("costs", CostOfStrategies.Run),
        ("faults", UnderFaults.Run),
        ("rounds", Coverage.Run),
    ];

    public static void Run(Arguments arguments, TextWriter output, TextWriter error)
    {
        bool json = arguments.TakeFlag("--json");
        bool quick = arguments.TakeFlag("--quick");
        string? directory = arguments.Take("--out") ?? (quick ? null : Path.Combine("docs", "plots"));
        string page = arguments.Take("--page") ?? (quick ? "no" : Path.Combine("docs", "gossip.md"));
        int largest = arguments.Take("--largest", quick ? 1_000 : 1_000_000, 100, 10_000_000);
        ulong seed = arguments.Take("--seed", 1UL);
        arguments.End();
        GeneratedPage? target = json || page == "no" ? null
            : GeneratedPage.Read(page, [.. Parts.Select(part => part.Name)]);
        Comparison comparison = new(seed, largest, directory, json ? output : null, error);
        foreach ((string name, Func<Comparison, string> run) in Parts)
        {
            string table = run(comparison);
            target?.Replace(name, table);
            if (!json && target is null)
            {
                output.WriteLine(table);
            }
        }

        target?.Save();
    }
}
