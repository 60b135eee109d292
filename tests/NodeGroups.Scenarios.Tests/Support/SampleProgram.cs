using System.Diagnostics;
using System.Globalization;

namespace NodeGroups.Scenarios.Tests;

/// <summary>A sample as a program, started from beside the tests. Disposing ends it with all that it started.</summary>
internal sealed class SampleProgram : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;

    public SampleProgram(string name, params string[] arguments)
    {
        string file = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? $"{name}.exe" : name);
        ProcessStartInfo start = new(file, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
    }

    public int ProcessId => _process.Id;

    /// <summary>Gets a stream of the lines on standard error; it has to be read for the program to go on.</summary>
    public StreamReader Error => _process.StandardError;

    /// <summary>Waits for the end and gets what was printed on standard output.</summary>
    public async Task<(int ExitCode, string Output)> EndAsync(CancellationToken cancellationToken)
    {
        await _process.StandardError.ReadToEndAsync(cancellationToken);
        string output = await _output.WaitAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        return (_process.ExitCode, output);
    }

    /// <summary>Interrupts it as Ctrl-C does; not on Windows.</summary>
    /// <remarks>Children inherit what a shell's background job ignores: there is no Ctrl-C then, and nothing to
    /// test.</remarks>
    public Task InterruptAsync(CancellationToken cancellationToken)
    {
        if (IsInterruptIgnored())
        {
            Assert.Ignore("SIGINT is ignored by this process and so by its children, as in a shell's background job");
        }

        return SignalAsync("-INT", cancellationToken);
    }

    /// <summary>Ends it by SIGKILL, on Linux.</summary>
    /// <returns>The processes it had started: it is stopped before they are read, so that none is missed.</returns>
    public async Task<int[]> KillAsync(CancellationToken cancellationToken)
    {
        await SignalAsync("-STOP", cancellationToken);
        int[] children = ReadChildren();
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
        return children;
    }

    /// <summary>The processes it has started, on Linux.</summary>
    public int[] ReadChildren() =>
    [
        .. Directory.GetDirectories($"/proc/{ProcessId}/task")
            .SelectMany(thread => File.ReadAllText($"{thread}/children").Split(' '))
            .Where(text => text.Length > 0)
            .Select(int.Parse),
    ];

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private bool IsInterruptIgnored()
    {
        const string name = "SigIgn:";
        const ulong interrupt = 1 << 1;
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        string line = File.ReadLines($"/proc/{ProcessId}/status")
            .First(line => line.StartsWith(name, StringComparison.Ordinal));
        ReadOnlySpan<char> signals = line.AsSpan(name.Length).Trim();
        return (ulong.Parse(signals, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & interrupt) != 0;
    }

    private async Task SignalAsync(string signal, CancellationToken cancellationToken)
    {
        using Process kill = Process.Start("kill", [signal, ProcessId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellationToken);
    }
}
