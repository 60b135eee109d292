using System.Diagnostics;

namespace NodeGroups.Scenarios.Tests;

/// <summary>Child processes: a test program that behaves as its arguments say.</summary>
internal static class Child
{
    /// <summary>Gets the test program, which lies beside the tests.</summary>
    public static string File { get; } = Path.Combine(
        AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "nodegroups-testchild.exe" : "nodegroups-testchild");

    /// <summary>A child node with a start action, or none.</summary>
    public static NodeProcessOptions Node(string name, string? action = null, string? argument = null) => new()
    {
        Name = name,
        FileName = File,
        StartAction = action,
        StartArgument = argument,
        StartTimeout = TimeSpan.FromMinutes(2),
    };

    /// <summary>A process that misbehaves.</summary>
    public static NodeProcessOptions Misbehaving(params string[] arguments) =>
        Node("bad") with { Arguments = arguments };

    /// <summary>Spawns a child that is expected not to come up.</summary>
    public static async Task<SpawnFailedException> FailAsync(
        INode parent, NodeProcessOptions options, CancellationToken cancellationToken)
    {
        SpawnFailedException? failure = Assert.ThrowsAsync<SpawnFailedException>(
            async () => await parent.SpawnAsync(options, cancellationToken));
        await parent.All.WaitForViewAsync(
            view => view.Members.All(member => member.Name != options.Name), cancellationToken);
        Assert.That(parent.Children.Select(child => child.Name), Has.No.Member(options.Name));
        if (failure!.ProcessId is { } processId)
        {
            await WaitUntilGoneAsync(processId, cancellationToken);
        }

        return failure;
    }

    /// <summary>Sends it a signal by name; not on Windows.</summary>
    public static async Task SignalAsync(string signal, int processId, CancellationToken cancellationToken)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{processId}"]);
        await kill.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Waits until there is no such process any more.</summary>
    public static async Task WaitUntilGoneAsync(int processId, CancellationToken cancellationToken)
    {
        try
        {
            using Process process = Process.GetProcessById(processId);
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (ArgumentException)
        {
            // It is gone.
        }
    }
}
