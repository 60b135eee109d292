using Microsoft.Extensions.Logging;
using NodeGroups.Runtime;

namespace NodeGroups.Processes;

/// <summary>The children of one node: spawns within limits, remembers, ends them with the node. Thread-safe.</summary>
internal sealed class ChildTable(Node node, NodeOptions options) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<NodeId, NodeProcess> _children = [];
    private readonly SemaphoreSlim _turns = new(options.Processes.SpawnConcurrencyLimit);
    private readonly CancellationTokenSource _ending = new();
    private readonly ILogger _logger = options.LoggerFactory.CreateLogger(LogCategories.Processes);
    private readonly List<Task> _spawning = [];
    private int _reserved;
    private int _lastNumber;

    public ILogger Logger => _logger;

    /// <summary>The children that have not ended, in the order of their names.</summary>
    public IReadOnlyList<NodeProcess> Children
    {
        get
        {
            lock (_lock)
            {
                return [.. _children.Values.OrderBy(child => child.Name, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Finds the child that a member is; by its address in a defined group that has not heard of its
    /// id.</summary>
    public NodeProcess? Find(Member member)
    {
        lock (_lock)
        {
            return member.Id.IsNone
                ? _children.Values.FirstOrDefault(child => child.Address == member.Address)
                : _children.GetValueOrDefault(member.Id);
        }
    }

    /// <summary>Spawns all or none.</summary>
    public async Task<NodeProcess[]> SpawnAsync(
        IReadOnlyList<NodeProcessOptions> wanted, Group? group, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted, "options");
        foreach (NodeProcessOptions one in wanted)
        {
            ArgumentNullException.ThrowIfNull(one, "options");
            one.ThrowIfInvalid();
        }

        GroupStart? start = group?.DescribeStart();
        Task<NodeProcess[]> spawning;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_ending.IsCancellationRequested, typeof(INode));
            int limit = options.Processes.ChildLimit;
            if (_children.Count + _reserved + wanted.Count > limit)
            {
                throw new SpawnFailedException(
                    SpawnFailure.LimitReached,
                    $"The node has or starts {_children.Count + _reserved} children; {wanted.Count} more would be "
                    + $"above its limit of {limit} ({nameof(ProcessSettings)}.{nameof(ProcessSettings.ChildLimit)}).");
            }

            _reserved += wanted.Count;
            spawning = Task.Run(
                () => SpawnReservedAsync(wanted, group, start, cancellationToken), CancellationToken.None);
            _spawning.Add(spawning);
        }

        try
        {
            return await spawning.ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                _spawning.Remove(spawning);
            }
        }
    }

    /// <summary>No more spawns; those at work are given up, and the children are stopped.</summary>
    public async Task EndAsync(TimeSpan? graceLimit)
    {
        Task[] spawning;
        lock (_lock)
        {
            _ending.Cancel();
            spawning = [.. _spawning];
        }

        foreach (Task one in spawning)
        {
            await one.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(Children.Select(child => child.EndAsync(graceLimit))).ConfigureAwait(false);
    }

    /// <summary>Ends the children as the death of this process would.</summary>
    public void Abort()
    {
        _ending.Cancel();
        foreach (NodeProcess child in Children)
        {
            child.Kill();
        }
    }

    public void Dispose()
    {
        _turns.Dispose();
        _ending.Dispose();
    }

    private async Task<NodeProcess[]> SpawnReservedAsync(
        IReadOnlyList<NodeProcessOptions> wanted,
        Group? group,
        GroupStart? start,
        CancellationToken cancellationToken)
    {
        using CancellationTokenSource all =
            CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ending.Token);
        Task<NodeProcess>[] spawns = [.. wanted.Select(one => SpawnInTurnAsync(one, start, all))];
        try
        {
            NodeProcess[] children = await Task.WhenAll(spawns).ConfigureAwait(false);
            if (group is not null)
            {
                TimeSpan limit = wanted.Count == 0 ? TimeSpan.Zero : wanted.Max(one => one.StartTimeout);
                TimeSpan spent = children.Length == 1 ? children[0].StartDuration : TimeSpan.Zero;
                await GroupConfirmation.RunAsync(node, group, children, limit - spent, all.Token).ConfigureAwait(false);
            }

            await Task.WhenAll(children.Select(child => child.NoteIntroducedAsync(all.Token))).ConfigureAwait(false);
            return children;
        }
        catch (Exception exception)
        {
            await StopSpawnedAsync(spawns).ConfigureAwait(false);
            lock (_lock)
            {
                _reserved -= spawns.Count(spawn => !spawn.IsCompletedSuccessfully);
            }

            cancellationToken.ThrowIfCancellationRequested();
            ObjectDisposedException.ThrowIf(_ending.IsCancellationRequested, typeof(INode));

            // The others were given up because of the first: that one tells why.
            throw spawns.Select(spawn => spawn.Exception?.InnerException)
                .OfType<SpawnFailedException>().FirstOrDefault() ?? exception;
        }
    }

    private static async Task StopSpawnedAsync(Task<NodeProcess>[] spawns)
    {
        await ((Task)Task.WhenAll(spawns)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(spawns.Where(spawn => spawn.IsCompletedSuccessfully)
            .Select(spawn => spawn.Result.DisposeAsync().AsTask())).ConfigureAwait(false);
    }

    private async Task<NodeProcess> SpawnInTurnAsync(
        NodeProcessOptions wanted, GroupStart? group, CancellationTokenSource all)
    {
        await _turns.WaitAsync(all.Token).ConfigureAwait(false);
        try
        {
            string name = wanted.Name ?? $"{node.Name}-{Interlocked.Increment(ref _lastNumber)}";
            Spawn spawn = new(node, options, wanted, name, group, _logger);
            NodeProcess child = await spawn.RunAsync(all.Token).ConfigureAwait(false);
            lock (_lock)
            {
                _children[child.Id] = child;
                _reserved--;
            }

            _ = ForgetWhenEndedAsync(child);
            return child;
        }
        catch (SpawnFailedException)
        {
            await all.CancelAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            _turns.Release();
        }
    }

    private async Task ForgetWhenEndedAsync(NodeProcess child)
    {
        int exitCode = await child.Exited.ConfigureAwait(false);
        lock (_lock)
        {
            _children.Remove(child.Id);
        }

        if (!child.IsStopping)
        {
            ProcessLog.Ended(_logger, child.Name, exitCode, child.RecentOutput is [.., { } last] ? last : "none");
        }

        await child.DisposeAsync().ConfigureAwait(false);
    }
}
