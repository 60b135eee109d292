using System.IO.Pipelines;
using NodeGroups.Runtime;

namespace NodeGroups.Processes;

/// <summary>Runs the whole of a child, the same code as in a process, over pipes in memory.</summary>
internal sealed class InProcessLauncher(NodeHostOptions host) : INodeLauncher
{
    public ValueTask<LaunchedNode> LaunchAsync(NodeLaunch launch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(launch);
        cancellationToken.ThrowIfCancellationRequested();
        Pipe input = new();
        Pipe output = new();
        NodeOptions parent = launch.Parent;
        ChildSession session = new(input.Reader.AsStream(), output.Writer.AsStream(), host, options =>
        {
            options.TransportFactory = parent.TransportFactory;
            options.TimeProvider = parent.TimeProvider;
            options.LoggerFactory = NodeLoggerFactory.Unwrap(parent.LoggerFactory);
            foreach (GossipStrategy strategy in parent.Strategies)
            {
                options.Strategies.Add(strategy);
            }
        });
        return new(new LaunchedSession(session, input.Writer.AsStream(), output.Reader.AsStream()));
    }

    private sealed class LaunchedSession : LaunchedNode
    {
        private readonly ChildSession _session;

        public LaunchedSession(ChildSession session, Stream input, Stream output)
        {
            _session = session;
            Input = input;
            Output = output;
            Exited = Task.Run(() => session.RunAsync(CancellationToken.None));
        }

        public override Stream Input { get; }

        public override Stream Output { get; }

        public override Task<int> Exited { get; }

        public override void Kill() => _session.Abort();

        public override async ValueTask DisposeAsync()
        {
            Kill();
            await Exited.ConfigureAwait(false);
            await Input.DisposeAsync().ConfigureAwait(false);
            await Output.DisposeAsync().ConfigureAwait(false);
            _session.Dispose();
        }
    }
}
