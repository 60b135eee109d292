using NodeGroups.Simulation;

namespace NodeGroups.Experiments;

/// <summary>What one command of <c>spread</c> has to show.</summary>
/// <param name="Text">What is aimed at.</param>
/// <param name="Options">The options of <c>spread</c>.</param>
/// <param name="Judge">Says what a run came to, and whether that is what was aimed at.</param>
internal sealed record Aim(string Text, string Options, Func<AimRun, (string Figure, bool IsMet)> Judge)
{
    /// <summary>Gets whether it depends on the machine, and so is told and never refused.</summary>
    public bool IsOfSpeed { get; init; }

    /// <summary>Runs the command as <c>spread</c> does.</summary>
    /// <param name="trials">How often; null for what the options say.</param>
    /// <param name="error">Is told of progress.</param>
    public AimOutcome Run(int? trials, TextWriter error)
    {
        string[] words = Options.Split(' ');
        int at = Array.IndexOf(words, "--trials") + 1;
        words[at] = trials is { } few ? Math.Min(few, int.Parse(words[at])).ToString() : words[at];
        SpreadRun run = SpreadArguments.Read(Arguments.Parse(words));
        TimeSpan start = Environment.CpuUsage.TotalTime;
        SpreadResult result = SpreadModel.Run(run.Options, 1, new ProgressLine(run.Options.Trials, error));
        AimRun done = new(result, Environment.CpuUsage.TotalTime - start);
        (string figure, bool isMet) = Judge(done);
        return new AimOutcome(Text, $"spread {string.Join(' ', words)}", figure, isMet, IsOfSpeed);
    }
}
