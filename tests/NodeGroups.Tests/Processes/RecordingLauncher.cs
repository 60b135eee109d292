using System.Text;

namespace NodeGroups.Tests.Processes;

/// <summary>Starts processes, or what another launcher starts, keeps what is written to them, and may change it.
/// </summary>
internal sealed class RecordingLauncher(
    List<string> written, INodeLauncher? inner = null, Func<string, string>? change = null) : INodeLauncher
{
    public async ValueTask<LaunchedNode> LaunchAsync(
        NodeLaunch launch, CancellationToken cancellationToken = default) =>
        new Recorded(await (inner ?? NodeLaunchers.Process).LaunchAsync(launch, cancellationToken), written, change);

    private sealed class Recorded(LaunchedNode inner, List<string> written, Func<string, string>? change)
        : LaunchedNode
    {
        public override Stream Input { get; } = new Tee(inner.Input, written, change);

        public override Stream Output => inner.Output;

        public override Stream? Error => inner.Error;

        public override int ProcessId => inner.ProcessId;

        public override Task<int> Exited => inner.Exited;

        public override void Kill() => inner.Kill();

        public override ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class Tee(Stream inner, List<string> written, Func<string, string>? change) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            string text = Encoding.UTF8.GetString(buffer.Span);
            written.Add(text);
            return inner.WriteAsync(change is null ? buffer : Encoding.UTF8.GetBytes(change(text)), cancellationToken);
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);
    }
}
