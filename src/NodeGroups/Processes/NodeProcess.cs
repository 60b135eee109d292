using System.Text.Json;
using Microsoft.Extensions.Logging;
using NodeGroups.Processes;

namespace NodeGroups;

/// <summary>A child node, up and verified, as its parent holds it. Thread-safe.</summary>
/// <remarks>
/// It ends with its parent: when the parent node is disposed it is stopped, and when the parent's process dies, by
/// whatever death, it notices the end of its standard input, leaves and exits. Disposing it is
/// <see cref="StopAsync"/> with the grace of its options.
/// </remarks>
public sealed class NodeProcess : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly NodeProcessOptions _options;
    private readonly ChildLink _link;
    private readonly ILogger _logger;
    private Task<NodeStopResult>? _stopping;
    private bool _forced;

    internal NodeProcess(
        Member member, NodeProcessOptions options, ChildLink link, TimeSpan startDuration, ILogger logger)
    {
        Member = member;
        _options = options;
        _link = link;
        _logger = logger;
        StartDuration = startDuration;
    }

    /// <summary>Gets the child as its parent saw it when it came up, to call it.</summary>
    public Member Member { get; }

    /// <summary>Gets the child's process life.</summary>
    public NodeId Id => Member.Id;

    /// <summary>Gets the child's name.</summary>
    public string Name => Member.Name;

    /// <summary>Gets where the child listens, with the real port.</summary>
    public NodeAddress Address => Member.Address;

    /// <summary>Gets the operating system's id of the child's process; this process's for a child inside it.</summary>
    public int ProcessId => _link.ProcessId;

    /// <summary>Gets how long it took from the start of the process until the child was up and verified.</summary>
    public TimeSpan StartDuration { get; }

    /// <summary>Gets a task that completes with the exit code when the child has ended, for whatever reason. It never
    /// fails.</summary>
    public Task<int> Exited => _link.Ended;

    /// <summary>Gets a value indicating whether the child has ended.</summary>
    public bool HasExited => Exited.IsCompleted;

    /// <summary>Gets the last lines that the child has printed, at most 8 KiB.</summary>
    public IReadOnlyList<string> RecentOutput => _link.RecentOutput;

    /// <summary>True when the parent has told it to end, so that its end is no news.</summary>
    internal bool IsStopping
    {
        get
        {
            lock (_lock)
            {
                return _stopping is not null || _forced;
            }
        }
    }

    /// <summary>Lets the child finish running handlers, leave and exit; by force when the grace is over. What the
    /// child has started itself is ended too (found on Linux; elsewhere only after force).</summary>
    /// <param name="grace">How long it may take, up to a day; null for <see cref="NodeProcessOptions.StopGrace"/>. Of
    /// concurrent calls the first one's counts.</param>
    /// <param name="cancellationToken">Gives up waiting; the stop goes on.</param>
    /// <returns>How it ended; the same for every call, also after it ended by itself.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="grace"/> is negative or above a day.</exception>
    public async ValueTask<NodeStopResult> StopAsync(
        TimeSpan? grace = null, CancellationToken cancellationToken = default)
    {
        TimeSpan limit = grace ?? _options.StopGrace;
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.Zero, nameof(grace));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, TimeSpan.FromDays(1), nameof(grace));
        Task<NodeStopResult> stopping;
        lock (_lock)
        {
            stopping = _stopping ??= Task.Run(() => StopOnceAsync(limit), CancellationToken.None);
        }

        return await stopping.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the child at once and without farewell, with all that it started; nothing when it has ended.
    /// Others have to find out.</summary>
    public void Kill()
    {
        lock (_lock)
        {
            _forced |= !HasExited;
        }

        _link.Kill();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await _link.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Gets a form for people.</summary>
    /// <returns>Member and process id.</returns>
    public override string ToString() => $"{Member}, process {ProcessId}";

    /// <summary>Tells the child that the others know of it.</summary>
    internal Task NoteIntroducedAsync(CancellationToken cancellationToken) =>
        TellAsync(new ParentMessage { Introduced = true }, cancellationToken);

    /// <summary>Stops it because the node ends, in at most so long.</summary>
    internal async Task EndAsync(TimeSpan? graceLimit)
    {
        TimeSpan grace = graceLimit < _options.StopGrace ? graceLimit.Value : _options.StopGrace;
        await StopAsync(grace).ConfigureAwait(false);
        await _link.DisposeAsync().ConfigureAwait(false);
    }

    private Task TellAsync(ParentMessage message, CancellationToken cancellationToken) => _link.SendAsync(
        JsonSerializer.SerializeToUtf8Bytes(message, StartJson.Default.ParentMessage), cancellationToken);

    private async Task<NodeStopResult> StopOnceAsync(TimeSpan grace)
    {
        bool ended = HasExited;
        bool forced = false;
        if (!ended)
        {
            _link.NoteDescendants();
            using CancellationTokenSource limit = new(grace);
            try
            {
                await TellAsync(new ParentMessage { Grace = grace }, limit.Token).ConfigureAwait(false);
                await Exited.WaitAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                forced = !HasExited;
                Kill();
            }
        }

        int exitCode = await Exited.ConfigureAwait(false);
        _link.KillDescendants();
        lock (_lock)
        {
            forced |= _forced;
        }

        if (forced && !ended)
        {
            ProcessLog.StopForced(_logger, Name);
        }
        else if (!ended)
        {
            ProcessLog.Stopped(_logger, Name, exitCode);
        }

        return new NodeStopResult(exitCode, forced);
    }
}
