using Microsoft.Extensions.Logging;
using NodeGroups.Protocol;
using NodeGroups.Runtime;

namespace NodeGroups;

/// <summary>Keeps what this node shares with the members of each of its groups, and keeps it in step with theirs.
/// Thread-safe.</summary>
/// <remarks>
/// A change reaches the members by a call, which gives their outcomes, and by gossip, which reaches those that the
/// caller did not see. A newcomer asks a member when it comes. Every 30 seconds each member compares its ledger with
/// another's, so that whatever was missed on both ways, by a cut or a crash, is made good.
/// </remarks>
internal sealed class LedgerKeeper
{
    private static readonly TimeSpan s_compareInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_catchUpTimeout = TimeSpan.FromSeconds(5);

    private readonly Node _node;
    private readonly ILogger _logger;
    private readonly ScheduleSlots _slots;
    private readonly LedgerComparer _comparer;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<GroupName, SharedGroup> _groups = [];
    private readonly Dictionary<GroupName, Task> _closing = [];
    private long _lastSchedule;
    private long _lastVersion;
    private bool _stopped;

    public LedgerKeeper(Node node, NodeOptions options)
    {
        _node = node;
        _logger = options.LoggerFactory.CreateLogger(LogCategories.Groups);
        _slots = new ScheduleSlots(options.ScheduleLimit);
        _comparer = new LedgerComparer(node, _logger);
    }

    public IReadOnlyList<ServiceStatus> Services => [.. All().SelectMany(group => group.Services)];

    public IReadOnlyList<ScheduleStatus> Schedules => [.. All().SelectMany(group => group.Schedules)];

    public ScheduleId NextScheduleId() => new(_node.Id, Interlocked.Increment(ref _lastSchedule));

    /// <summary>Draws a version for a change made here: above one that is known, and above all drawn before, since a
    /// node that is no member of a group does not hear of its own changes.</summary>
    public long NextVersion(long known)
    {
        lock (_lock)
        {
            return _lastVersion = Math.Max(_lastVersion, known) + 1;
        }
    }

    /// <summary>Begins to keep in step.</summary>
    public void Start()
    {
        _ = CompareForeverAsync();
        if (_node.All.View.Members.Count > 1)
        {
            _ = CatchUpAsync(GroupName.All, takesOptions: false, _node.Runtime.Stopped);
        }
    }

    /// <summary>Gets what this node shares with a group; null when the node does not hold the group.</summary>
    public SharedGroup? Find(GroupName name)
    {
        lock (_lock)
        {
            if (_stopped || _node.Runtime.Groups.Find(name) is not { IsHeld: true } state)
            {
                return null;
            }

            if (!_groups.TryGetValue(name, out SharedGroup? shared))
            {
                Task predecessor = _closing.GetValueOrDefault(name, Task.CompletedTask);
                Group group = new(_node, state, leavesOnDispose: false);
                _groups.Add(name, shared = new SharedGroup(_node, group, _slots, predecessor, _logger));
            }

            return shared;
        }
    }

    /// <exception cref="CallRefusedException">The node does not hold the group.</exception>
    public SharedGroup Get(GroupName name) => Find(name) ?? throw new CallRefusedException(
        CallResult.UnknownGroup,
        $"{nameof(UnknownGroupException)}: This node neither joined nor defined a group named '{name}'.");

    /// <summary>The group was left or deleted here.</summary>
    public void Close(GroupName name)
    {
        lock (_lock)
        {
            if (!_groups.Remove(name, out SharedGroup? shared))
            {
                return;
            }

            Task closing = Task.Run(() => shared.CloseAsync(ServiceHost.HandlersTimeout));
            _closing[name] = closing;
            closing.ContinueWith(
                ended =>
                {
                    lock (_lock)
                    {
                        if (_closing.GetValueOrDefault(name) == ended)
                        {
                            _closing.Remove(name);
                        }
                    }
                },
                TaskScheduler.Default);
        }
    }

    public void RetryService(string service)
    {
        foreach (SharedGroup group in All())
        {
            _ = group.RetryAsync(service);
        }
    }

    /// <summary>Gets what a group shares from a member, when this node has come to it; waits for it at most five
    /// seconds, and longer only in the background.</summary>
    public async Task CatchUpAsync(GroupName name, bool takesOptions, CancellationToken cancellationToken)
    {
        if (Find(name) is not { } shared)
        {
            return;
        }

        try
        {
            TimeProvider time = _node.Runtime.Options.TimeProvider;
            await _comparer.CatchUpAsync(shared, takesOptions)
                .WaitAsync(s_catchUpTimeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            ServiceLog.CatchUpSlow(_logger, name);
        }
    }

    /// <summary>The node stops: no more changes and no more runs of schedules.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _stopped = true;
        }

        foreach (SharedGroup group in All())
        {
            group.EndSchedules();
        }
    }

    /// <summary>Removes all services; their handlers have been waited for.</summary>
    public Task EndServicesAsync()
    {
        lock (_lock)
        {
            Task[] ending = [.. _groups.Values.Select(group => Task.Run(() => group.CloseAsync(TimeSpan.Zero)))];
            _groups.Clear();
            return Task.WhenAll([.. _closing.Values, .. ending]);
        }
    }

    private SharedGroup[] All()
    {
        lock (_lock)
        {
            return [.. _groups.Values];
        }
    }

    private async Task CompareForeverAsync()
    {
        using PeriodicTimer timer = new(s_compareInterval, _node.Runtime.Options.TimeProvider);
        try
        {
            while (await timer.WaitForNextTickAsync(_node.Runtime.Stopped).ConfigureAwait(false))
            {
                foreach (GroupName name in _node.Groups.Names)
                {
                    if (Find(name) is { } shared)
                    {
                        await _comparer.CompareWithOneAsync(shared).ConfigureAwait(false);
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The node stopped.
        }
    }
}
