using System.Diagnostics;

namespace NodeGroups.Tests.Processes;

/// <summary>A parent over TCP, and the programs that its children are.</summary>
internal sealed class SpawnFixture : IAsyncDisposable
{
    private readonly List<Node> _nodes = [];

    public CancellationTokenSource Safety { get; } = new(TimeSpan.FromMinutes(3));

    public CancellationToken Token => Safety.Token;

    public static string ChildFile { get; } = Beside("nodegroups-testchild");

    /// <summary>A child of the test program, with a start action.</summary>
    public static NodeProcessOptions Child(string? action = null, string? argument = null) => new()
    {
        FileName = ChildFile,
        StartAction = action,
        StartArgument = argument,
        StartTimeout = TimeSpan.FromMinutes(2),
    };

    /// <summary>A process of the test program that is no node.</summary>
    public static NodeProcessOptions Misbehaving(params string[] arguments) => Child() with { Arguments = arguments };

    public async Task<Node> StartAsync(string name = "parent", Action<NodeOptions>? configure = null)
    {
        NodeOptions options = new();
        options.Name = name;
        if (_nodes.Count > 0)
        {
            options.Seeds.Add(_nodes[0].Address);
        }

        configure?.Invoke(options);
        Node node = await Node.StartAsync(options, Token);
        _nodes.Add(node);
        foreach (Node one in _nodes)
        {
            await one.All.WaitForMembersAsync(_nodes.Count, Token);
        }

        return node;
    }

    public Task<Node> StartWithAsync(INodeLauncher launcher) =>
        StartAsync(configure: options => options.Processes.Launcher = launcher);

    /// <summary>Waits until there is no such process any more: ended, or another one under its number.</summary>
    public async Task WaitUntilGoneAsync(int processId)
    {
        try
        {
            using Process process = Process.GetProcessById(processId);
            await process.WaitForExitAsync(Token);
        }
        catch (ArgumentException)
        {
            // It is gone.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
        Safety.Dispose();
    }

    private static string Beside(string name)
    {
        string file = Path.Combine(AppContext.BaseDirectory, name);
        return OperatingSystem.IsWindows() ? $"{file}.exe" : file;
    }
}
