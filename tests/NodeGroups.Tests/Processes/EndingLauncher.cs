namespace NodeGroups.Tests.Processes;

/// <summary>Starts children inside this process, and runs something before their parent hears that one has
/// ended.</summary>
internal sealed class EndingLauncher(Action onExit) : INodeLauncher
{
    private readonly INodeLauncher _inner = NodeLaunchers.InProcess();

    public async ValueTask<LaunchedNode> LaunchAsync(
        NodeLaunch launch, CancellationToken cancellationToken = default) =>
        new Ending(await _inner.LaunchAsync(launch, cancellationToken), onExit);

    private sealed class Ending(LaunchedNode inner, Action onExit) : LaunchedNode
    {
        public override Stream Input => inner.Input;

        public override Stream Output => inner.Output;

        public override Task<int> Exited { get; } = ExitAsync(inner, onExit);

        public override void Kill() => inner.Kill();

        public override ValueTask DisposeAsync() => inner.DisposeAsync();

        private static async Task<int> ExitAsync(LaunchedNode inner, Action onExit)
        {
            int code = await inner.Exited;
            onExit();
            return code;
        }
    }
}
