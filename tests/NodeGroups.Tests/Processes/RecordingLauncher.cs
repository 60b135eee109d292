using System.Text;

namespace NodeGroups.Tests.Processes;

/// <summary>Starts processes, or what another launcher starts, and keeps what is written to them.</summary>
internal sealed class RecordingLauncher(List<string> written, INodeLauncher? inner = null) : INodeLauncher
{
    public async ValueTask<LaunchedNode> LaunchAsync(
        NodeLaunch launch, CancellationToken cancellationToken = default) =>
        new Recorded(await (inner ?? NodeLaunchers.Process).LaunchAsync(launch, cancellationToken), written);

    private sealed class Recorded(LaunchedNode inner, List<string> written) : LaunchedNode
    {
        public override Stream Input { get; } = new Tee(inner.Input, written);

        public override Stream Output => inner.Output;

        public override Stream? Error => inner.Error;

        public override int ProcessId => inner.ProcessId;

        public override Task<int> Exited => inner.Exited;

        public override void Kill() => inner.Kill();

        public override ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class Tee(Stream inner, List<string> written) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            written.Add(Encoding.UTF8.GetString(buffer.Span));
            return inner.WriteAsync(buffer, cancellationToken);
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);
    }
}
