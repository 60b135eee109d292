namespace NodeGroups.Experiments;

/// <summary>Chooses the experiment that the arguments name.</summary>
internal static class ExperimentProgram
{
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        if (args.Contains("--help") || args.Contains("-h") || args is ["help", ..])
        {
            output.WriteLine(HelpText.Of(args.FirstOrDefault(word => word is not ("help" or "--help" or "-h"))));
            return 0;
        }

        try
        {
            switch (args.FirstOrDefault())
            {
                case "spread":
                    SpreadCommand.Run(Arguments.Parse(args.AsSpan(1)), output, error);
                    return 0;
                case "compare":
                    CompareCommand.Run(Arguments.Parse(args.AsSpan(1)), output, error);
                    return 0;
                case "aims":
                    return AimsCommand.Run(Arguments.Parse(args.AsSpan(1)), output, error);
                case "grid":
                    return GridCommand.Run(Arguments.Parse(args.AsSpan(1)), output, error);
                case "cluster":
                    ClusterCommand.Run(Arguments.Parse(args.AsSpan(1)), output, error);
                    return 0;
                case "plan":
                    PlanCommand.Run(Arguments.Parse(args.AsSpan(1)), output);
                    return 0;
                case "orphans":
                    return OrphanCommand.Run(Arguments.Parse(args.AsSpan(1)), output, error);
                case "large":
                    LargeCommand.RunAsync(Arguments.Parse(args.AsSpan(1)), output, error).GetAwaiter().GetResult();
                    return 0;
                case "idle":
                    IdleCommand.RunAsync(Arguments.Parse(args.AsSpan(1)), output, error).GetAwaiter().GetResult();
                    return 0;
                case "stopped":
                    return StoppedCommand.RunAsync(Arguments.Parse(args.AsSpan(1)), output, error)
                        .GetAwaiter().GetResult();
                default:
                    throw new UsageException(
                        args.Length == 0 ? "An experiment is missing." : $"There is no experiment '{args[0]}'.");
            }
        }
        catch (UsageException problem)
        {
            error.WriteLine(problem.Message);
            error.WriteLine("Try --help.");
            return 2;
        }
        catch (Exception problem) when (problem is SpawnFailedException or CallFailedException
            or OperationCanceledException or IOException)
        {
            error.WriteLine($"The experiment could not be run: {problem.Message}");
            return 1;
        }
    }
}
