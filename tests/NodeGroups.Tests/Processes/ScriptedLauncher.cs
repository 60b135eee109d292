using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using NodeGroups.Processes;
using NodeGroups.Protocol;
using NodeGroups.Runtime;

namespace NodeGroups.Tests.Processes;

/// <summary>Launches a child that is ready at once, is asked for the proof, never comes into its parent's view, and
/// ends when told.</summary>
/// <param name="child">The node that the child says it is.</param>
/// <param name="proves">Whether it answers when it is asked for the proof.</param>
internal sealed class ScriptedLauncher(Node child, bool proves) : INodeLauncher
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets what completes when the parent has asked for the proof.</summary>
    public Task Asked => _asked.Task;

    public static ChildStart CreateStart(NodeId parent, byte[] token) => new()
    {
        Version = ChildStart.CurrentVersion,
        Token = token,
        Parent = parent,
        Name = "child",
        Listen = NodeAddress.Loopback(),
        Seeds = [],
        ClusterId = "default",
        JoinTimeout = TimeSpan.FromMinutes(1),
        Membership = new MembershipSettings(),
        Gossip = new GossipSettings(),
        Transport = new TransportLimits(),
    };

    public ValueTask<LaunchedNode> LaunchAsync(NodeLaunch launch, CancellationToken cancellationToken = default)
    {
        Pipe input = new();
        Pipe output = new();
        _ = ServeAsync(input.Reader.AsStream(), output.Writer);
        return new(new Launched(input.Writer.AsStream(), output, _exited));
    }

    public void Exit(int exitCode) => _exited.TrySetResult(exitCode);

    private async Task ServeAsync(Stream input, PipeWriter output)
    {
        string? line = await new LineReader(input, 1024 * 1024).ReadAsync(CancellationToken.None);
        ChildStart start = JsonSerializer.Deserialize(line!, StartJson.Default.ChildStart)!;
        child.Runtime.Dispatcher.Handlers.Add(new Handler<ProofRequest, byte[]>(
            ProcessMethods.Prove, async (request, _, cancellationToken) =>
            {
                _asked.TrySetResult();
                await (proves ? Task.CompletedTask : Task.Delay(Timeout.Infinite, cancellationToken));
                return ChildProof.Compute(start.Token, request.Nonce, start.Parent, child.Id);
            }));
        string ready = JsonSerializer.Serialize(
            new ChildMessage { Id = child.Id, Address = child.Address }, StartJson.Default.ChildMessage);
        await output.WriteAsync(Encoding.UTF8.GetBytes($"{ChildMessage.Mark}{ready}\n"));
    }

    private sealed class Launched(Stream input, Pipe output, TaskCompletionSource<int> exited) : LaunchedNode
    {
        public override Stream Input => input;

        public override Stream Output { get; } = output.Reader.AsStream();

        public override Task<int> Exited => exited.Task;

        public override void Kill()
        {
            output.Writer.Complete();
            exited.TrySetResult(NodeExitCode.Failure);
        }

        public override async ValueTask DisposeAsync()
        {
            Kill();
            await input.DisposeAsync();
        }
    }
}
