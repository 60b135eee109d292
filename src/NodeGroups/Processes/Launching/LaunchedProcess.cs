using System.ComponentModel;
using System.Diagnostics;

namespace NodeGroups.Processes;

/// <summary>A child in a process of its own.</summary>
internal sealed class LaunchedProcess : LaunchedNode
{
    private readonly Process _process;
    private IReadOnlyList<ProcessMark> _descendants = [];

    public LaunchedProcess(Process process)
    {
        _process = process;
        ProcessId = process.Id;
        Exited = WaitAsync();
    }

    public override Stream Input => _process.StandardInput.BaseStream;

    public override Stream Output => _process.StandardOutput.BaseStream;

    public override Stream Error => _process.StandardError.BaseStream;

    public override int ProcessId { get; }

    public override Task<int> Exited { get; }

    /// <remarks>An ended child is not touched: its process object knows, so a stranger with the same number is
    /// safe.</remarks>
    public override void Kill()
    {
        try
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception exception)
            when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended in this moment, or a descendant of it did.
        }
    }

    public override async ValueTask DisposeAsync()
    {
        Kill();
        await Exited.ConfigureAwait(false);
        _process.Dispose();
    }

    internal override void NoteDescendants() => _descendants = ProcessTree.Descendants(ProcessId);

    internal override void KillDescendants()
    {
        foreach (ProcessMark descendant in _descendants)
        {
            ProcessTree.Kill(descendant);
        }
    }

    private async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        return _process.ExitCode;
    }
}
