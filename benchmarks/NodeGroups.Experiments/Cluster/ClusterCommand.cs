using NodeGroups.Simulation;

namespace NodeGroups.Experiments;

/// <summary>The experiment <c>cluster</c>: the full simulator with many nodes.</summary>
internal static class ClusterCommand
{
    public static void Run(Arguments arguments, TextWriter output, TextWriter error)
    {
        bool json = arguments.TakeFlag("--json");
        int nodes = arguments.Take("--nodes", 2_000, 1, 10_000);
        int rumors = arguments.Take("--rumors", 10, 1, 100_000);
        string name = arguments.TakeStrategy();
        double loss = arguments.Take("--loss", 0.0);
        ulong seed = arguments.Take("--seed", 1UL);
        arguments.End();
        if (!(loss is >= 0 and < 1))
        {
            throw new UsageException($"--loss must be at least 0 and below 1, not {loss}.");
        }

        GossipStrategy strategy = GossipStrategies.FromName(name)!;
        using ClusterRun run = new(nodes, strategy, loss, seed, error);
        run.Join();
        for (int rumor = 1; rumor <= rumors; rumor++)
        {
            run.Spread(rumor);
        }

        output.WriteLine(json ? run.ToJson() : run.ToTable());
    }
}
