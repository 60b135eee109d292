namespace NodeGroups.Experiments;

/// <summary>The experiment <c>aims</c>: what was aimed at, what is reached, and whether that is enough.</summary>
internal static class AimsCommand
{
    private const string Part = "aims";
    private const int QuickTrials = 2;

    /// <returns>1 when an aim is missed that does not depend on the machine.</returns>
    public static int Run(Arguments arguments, TextWriter output, TextWriter error)
    {
        bool json = arguments.TakeFlag("--json");
        bool quick = arguments.TakeFlag("--quick");
        if ((json || quick) && arguments.Has("--page"))
        {
            throw new UsageException("--page is for the whole run: with --json or --quick no page is written.");
        }

        string page = arguments.Take("--page") ?? Path.Combine("docs", "gossip.md");
        int largest = arguments.Take("--largest", quick ? 300 : 100_000, 10, 100_000);
        double effort = arguments.Take("--effort", quick ? 0.1 : 1.0);
        arguments.End();
        if (!(effort is >= 0.001 and <= 1_000))
        {
            throw new UsageException($"--effort must be 0.001 to 1000, not {effort}.");
        }

        GeneratedPage? target = json || quick || page == "no" ? null : GeneratedPage.Read(page, [Part]);
        List<AimOutcome> outcomes = [];
        foreach (AimOutcome outcome in Outcomes(quick, largest, effort, error))
        {
            outcomes.Add(outcome);
            error.WriteLine($"{outcome.Verdict}: {outcome.Aim}: {outcome.Figure}");
            if (json)
            {
                output.WriteLine(ResultJson.Write(outcome));
            }
        }

        if (target is not null)
        {
            target.Replace(Part, Table(outcomes));
            target.Save();
        }
        else if (!json)
        {
            output.WriteLine(Table(outcomes));
        }

        return outcomes.Any(outcome => !outcome.IsMet && !outcome.IsOfSpeed) ? 1 : 0;
    }

    private static IEnumerable<AimOutcome> Outcomes(bool quick, int largest, double effort, TextWriter error)
    {
        foreach (Aim aim in AimsOfSpread.All)
        {
            yield return aim.Run(quick ? QuickTrials : null, error);
        }

        foreach (AimOutcome outcome in AimsOfAuto.Run(largest, effort, error))
        {
            yield return outcome;
        }
    }

    private static string Table(IEnumerable<AimOutcome> outcomes)
    {
        MarkdownTable table = new("What needs no network", isText: true, "aim", "command", "reached", "verdict");
        foreach (AimOutcome outcome in outcomes)
        {
            table.Add(outcome.Aim, $"`{outcome.Command}`", outcome.Figure, outcome.Verdict);
        }

        return table.ToString();
    }
}
