using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using NodeGroups.Protocol;
using NodeGroups.Runtime;
using NodeGroups.Transport;

namespace NodeGroups.Processes;

/// <summary>One spawn: launch, hand over, wait until ready, verify. Leaves nothing behind when it fails.</summary>
internal sealed class Spawn(
    Node node, NodeOptions parent, NodeProcessOptions options, string name, GroupStart? group, ILogger logger)
{
    private const string OnlyHosts =
        "Only a host can be spawned: a program whose Main begins with NodeHost.RunAsync.";

    private static readonly TimeSpan s_exitAfterProblem = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_proofRetryInterval = TimeSpan.FromMilliseconds(200);

    private readonly byte[] _token = ChildProof.CreateSecret();

    /// <exception cref="SpawnFailedException">The child did not come up; no process is left.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; no process is left.</exception>
    public async Task<NodeProcess> RunAsync(CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        using CancellationTokenSource deadline = new(options.StartTimeout, parent.TimeProvider);
        using CancellationTokenSource bound =
            CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        ChildLink? link = null;
        try
        {
            INodeLauncher launcher = options.Launcher ?? parent.Processes.Launcher;
            LaunchedNode launched =
                await launcher.LaunchAsync(new NodeLaunch(name, options, parent), bound.Token).ConfigureAwait(false);
            link = new ChildLink(launched, name, options.Output, logger);
            Member member = await BringUpAsync(link, bound.Token).ConfigureAwait(false);
            TimeSpan took = Stopwatch.GetElapsedTime(started);
            RuntimeDiagnostics.SpawnEnded(took, "Up");
            double milliseconds = Math.Round(took.TotalMilliseconds, 1);
            ProcessLog.Spawned(
                logger, name, member.Id.ToShortString(), member.Address, link.ProcessId, milliseconds);
            return new NodeProcess(member, options, link, took, logger);
        }
        catch (Exception exception)
        {
            bool isSilent = link is { Said.IsCompleted: false };
            int? exitCode = link is { Ended.IsCompleted: true } ? await link.Ended.ConfigureAwait(false) : null;
            if (link is not null)
            {
                await link.DisposeAsync().ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
            SpawnFailedException failure = Describe(
                exception, isSilent, link?.ProcessId, exitCode, link?.RecentOutput ?? []);
            RuntimeDiagnostics.SpawnEnded(Stopwatch.GetElapsedTime(started), failure.Failure.ToString());
            ProcessLog.SpawnFailed(logger, name, failure.Failure, exception.Message);
            throw failure;
        }
    }

    private async Task<Member> BringUpAsync(ChildLink link, CancellationToken cancellationToken)
    {
        byte[] start = JsonSerializer.SerializeToUtf8Bytes(CreateStart(), StartJson.Default.ChildStart);
        await link.SendAsync(start, cancellationToken).ConfigureAwait(false);
        ChildMessage? said = await link.Said.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (said is null)
        {
            throw new SpawnFailedException(
                SpawnFailure.ExitedEarly, $"The process ended before it was ready. {OnlyHosts}");
        }

        if (said.Problem is not null)
        {
            await ((Task)link.Ended).WaitAsync(s_exitAfterProblem, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new SpawnFailedException(FailureOf(said.ExitCode), OutputPump.Sanitize(said.Problem));
        }

        using CancellationTokenSource alive = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<Member> seen = SeeAsync(new Peer(said.Id, said.Address), alive.Token);
        await Task.WhenAny(seen, link.Ended).ConfigureAwait(false);
        if (link.Ended.IsCompleted)
        {
            await alive.CancelAsync().ConfigureAwait(false);
            await ((Task)seen).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new SpawnFailedException(SpawnFailure.ExitedEarly, "The process ended before it was up.");
        }

        return await seen.ConfigureAwait(false);
    }

    /// <summary>Verifies the child and waits until this node has it in view.</summary>
    private async Task<Member> SeeAsync(Peer child, CancellationToken cancellationToken)
    {
        await VerifyAsync(child, cancellationToken).ConfigureAwait(false);
        GroupView view = await node.All.WaitForViewAsync(seen => seen.Contains(child.Id), cancellationToken)
            .ConfigureAwait(false);
        return view.Members.First(member => member.Id == child.Id);
    }

    /// <summary>Asks the node at the reported address, not the pipe, for the proof.</summary>
    private async Task VerifyAsync(Peer child, CancellationToken cancellationToken)
    {
        byte[] nonce = ChildProof.CreateSecret();
        byte[] proof;
        try
        {
            proof = await AskProofAsync(child, new ProofRequest(nonce), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is CallFailedException or ArgumentException)
        {
            throw new SpawnFailedException(
                SpawnFailure.NotVerified,
                $"The node at {child.Address} did not prove to be the child: {exception.Message}",
                exception);
        }

        if (!ChildProof.Matches(_token, nonce, node.Id, child.Id, proof))
        {
            throw new SpawnFailedException(
                SpawnFailure.NotVerified, $"The node at {child.Address} gave a wrong proof: it is not the child.");
        }
    }

    /// <summary>On a busy machine a young child can be out of reach for a while, or be suspected wrongly: it is asked
    /// again, until the time is over or its process has ended.</summary>
    private async Task<byte[]> AskProofAsync(Peer child, ProofRequest request, CancellationToken cancellationToken)
    {
        CallOptions call = CallOptions.Default with { Timeout = options.StartTimeout };
        while (true)
        {
            try
            {
                return await node.CallAsync(child, ProcessMethods.Prove, request, call, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (CallFailedException exception) when (exception.Status == ReplyStatus.Unreachable)
            {
                await Task.Delay(s_proofRetryInterval, parent.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private NodeAddress Listen => options.Listen ?? parent.Listen.WithPort(0);

    private ChildStart CreateStart() => new()
    {
        Version = ChildStart.CurrentVersion,
        Token = _token,
        Parent = node.Id,
        Name = name,
        Listen = Listen,
        Advertise = Wildcard.Is(Listen.Host) ? node.Address.WithPort(0) : null,
        Seeds = [node.Address],
        ClusterId = parent.ClusterId,
        JoinTimeout = options.StartTimeout,
        Membership = parent.Membership,
        Gossip = parent.Gossip,
        Transport = parent.Transport,
        GroupDefaults = GroupOptionsData.From(parent.GroupDefaults),
        RandomSeed = options.RandomSeed,
        Group = group,
        StartAction = options.StartAction,
        StartArgument = options.StartArgument,
        AllowRemoteStop = options.AllowRemoteStop,
    };

    private SpawnFailedException Describe(
        Exception exception, bool isSilent, int? processId, int? exitCode, string[] output)
    {
        (SpawnFailure failure, string problem) = exception switch
        {
            SpawnFailedException known => (known.Failure, known.Message),
            OperationCanceledException => (
                SpawnFailure.TimedOut,
                $"It was not up within {options.StartTimeout.TotalSeconds} s."
                + (isSilent ? $" {OnlyHosts}" : string.Empty)),
            _ => (SpawnFailure.LaunchFailed, $"{exception.GetType().Name}: {exception.Message}"),
        };
        Exception? cause = exception is SpawnFailedException ? exception.InnerException : exception;
        return new SpawnFailedException(failure, name, problem, processId, exitCode, output, cause);
    }

    private static SpawnFailure FailureOf(int exitCode) => exitCode switch
    {
        NodeExitCode.AddressUnavailable => SpawnFailure.AddressUnavailable,
        NodeExitCode.JoinFailed => SpawnFailure.JoinFailed,
        NodeExitCode.StartActionFailed => SpawnFailure.StartActionFailed,
        NodeExitCode.StartRefused or NodeExitCode.Usage => SpawnFailure.StartRefused,
        _ => SpawnFailure.ExitedEarly,
    };
}
