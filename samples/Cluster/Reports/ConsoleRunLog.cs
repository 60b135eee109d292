using System.Diagnostics;
using Spectre.Console;

namespace Cluster.Reports;

/// <summary>One line that is rewritten while a step works and becomes its result, for a terminal.</summary>
internal sealed class ConsoleRunLog : IRunLog, IDisposable
{
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(80);

    private readonly Lock _lock = new();
    private string _step = string.Empty;
    private long _drawn;

    private ConsoleRunLog()
    {
    }

    public static IRunLog Create() =>
        AnsiConsole.Profile.Capabilities.Ansi && AnsiConsole.Profile.Capabilities.Interactive
            ? new ConsoleRunLog()
            : new PlainRunLog(Console.Out);

    public IDisposable Begin(string step)
    {
        lock (_lock)
        {
            _step = step;
            Draw($"[grey]·[/] {Markup.Escape(step)}");
        }

        return this;
    }

    public void Progress(int done, int of)
    {
        lock (_lock)
        {
            if (Stopwatch.GetElapsedTime(_drawn) >= RedrawInterval)
            {
                Draw($"[grey]·[/] {Markup.Escape(_step)} [blue]{done}[/][grey]/{of}[/]");
            }
        }
    }

    public void Note(string text)
    {
        lock (_lock)
        {
            Draw($"[yellow]![/] {Markup.Escape(_step)}: {Markup.Escape(text)}");
            AnsiConsole.WriteLine();
        }
    }

    public void Done(string result)
    {
        lock (_lock)
        {
            Draw($"[green]✓[/] {Markup.Escape(result)}");
            AnsiConsole.WriteLine();
            _step = string.Empty;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_step.Length > 0)
            {
                Draw($"[red]✗[/] {Markup.Escape(_step)}");
                AnsiConsole.WriteLine();
                _step = string.Empty;
            }
        }
    }

    private void Draw(string markup)
    {
        _drawn = Stopwatch.GetTimestamp();
        AnsiConsole.Write(new ControlCode("\r\u001b[2K"));
        AnsiConsole.Markup(markup);
    }
}
