using Microsoft.Extensions.Logging;
using NodeGroups.Protocol;
using NodeGroups.Runtime;

namespace NodeGroups;

/// <summary>What one node shares with the other members of one group: the ledger, and what runs here by it.
/// Thread-safe.</summary>
internal sealed class SharedGroup
{
    private readonly Node _node;
    private readonly Lock _lock = new();
    private readonly GroupLedger _ledger = new();
    private readonly ServiceHost _services;
    private readonly ScheduleHost _schedules;
    private readonly Task _predecessor;
    private readonly ILogger _logger;

    public SharedGroup(Node node, Group group, ScheduleSlots slots, Task predecessor, ILogger logger)
    {
        _node = node;
        _predecessor = predecessor;
        _logger = logger;
        Name = group.Name;
        _services = new ServiceHost(node, group, FindWanted, logger);
        _schedules = new ScheduleHost(node, group, slots, logger);
    }

    public GroupName Name { get; }

    public long Version
    {
        get
        {
            lock (_lock)
            {
                return _ledger.Version;
            }
        }
    }

    public IEnumerable<ServiceStatus> Services => _services.Statuses;

    public IEnumerable<ScheduleStatus> Schedules => _schedules.Statuses;

    /// <summary>Takes over an entry and does what it says.</summary>
    /// <exception cref="CallRefusedException">It breaks a rule or a limit, or names a service not offered.</exception>
    public async Task<LedgerAnswer> ApplyAsync(LedgerEntry? entry)
    {
        LedgerRules.ThrowIfInvalid(entry);
        await _predecessor.ConfigureAwait(false);
        bool changed = false;
        lock (_lock)
        {
            if (!GroupLedger.IsPlausible(entry.Version, _ledger.Version))
            {
                throw new CallRefusedException(
                    CallResult.BadArgument, "The change's version is far above all that are known here.");
            }

            LedgerEntry? before = _ledger.Find(entry.Key);
            if (_ledger.IsNews(entry))
            {
                changed = Take(entry, before);
            }
            else if (before is null || before.Version != entry.Version || before.Writer != entry.Writer)
            {
                return new LedgerAnswer(IsStale: true, HasChanged: false, _ledger.Version);
            }
        }

        if (LedgerRules.ServiceOf(entry) is { } service)
        {
            changed = await _services.FollowAsync(service, retries: false).ConfigureAwait(false);
        }

        return new LedgerAnswer(IsStale: false, changed, Version);
    }

    /// <summary>Takes over entries that came by gossip or from another member's ledger; what fails is logged.</summary>
    public async Task MergeAsync(IReadOnlyList<LedgerEntry> entries)
    {
        foreach (LedgerEntry? entry in entries)
        {
            try
            {
                // What came by the call already must not be done again in the turn of what came after it.
                if (!IsKnown(entry))
                {
                    await ApplyAsync(entry).ConfigureAwait(false);
                }
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                ServiceLog.EntryFailed(_logger, entry?.Key ?? "An entry without a key", Name, exception.Message);
            }
        }
    }

    public async Task RetryAsync(string service)
    {
        if (Find(LedgerEntry.KeyOf(service)) is not { Service: not null })
        {
            return;
        }

        try
        {
            await _services.FollowAsync(service, retries: true).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            ServiceLog.EntryFailed(_logger, service, Name, exception.Message);
        }
    }

    /// <summary>What stands here, in short: equal for equal ledgers.</summary>
    public LedgerSummary Summarize()
    {
        lock (_lock)
        {
            _ledger.Forget(_node.Runtime.Now);
            return new LedgerSummary(Name, _ledger.Count, _ledger.Hash());
        }
    }

    public List<LedgerMark> Marks()
    {
        lock (_lock)
        {
            _ledger.Forget(_node.Runtime.Now);
            return _ledger.Marks();
        }
    }

    /// <summary>What this ledger has and another lacks, and the other way round.</summary>
    public List<LedgerEntry> Compare(IReadOnlyList<LedgerMark> marks, out List<string> wanted)
    {
        lock (_lock)
        {
            MonotonicTime now = _node.Runtime.Now;
            _ledger.Forget(now);
            return _ledger.Compare(marks, now, out wanted);
        }
    }

    public List<LedgerEntry> Select(IReadOnlyList<string> keys)
    {
        lock (_lock)
        {
            MonotonicTime now = _node.Runtime.Now;
            return [.. keys.Select(key => _ledger.Tell(key, now)).OfType<LedgerEntry>()];
        }
    }

    public void EndSchedules() => _schedules.Close();

    /// <summary>The group was left or deleted, or the node stops: ends what runs here by it.</summary>
    /// <param name="handlersTimeout">How long the services' handlers at work may go on first.</param>
    public Task CloseAsync(TimeSpan handlersTimeout)
    {
        _schedules.Close();
        return _services.CloseAsync(handlersTimeout);
    }

    private bool IsKnown(LedgerEntry? entry) =>
        entry?.Key is { } key && Find(key) is { } known && !entry.IsNewerThan(known.Version, known.Writer);

    private LedgerEntry? Find(string key)
    {
        lock (_lock)
        {
            return _ledger.Find(key);
        }
    }

    private WantedService? FindWanted(string service) => Find(LedgerEntry.KeyOf(service)) is { Service: { } data } entry
        ? new WantedService(data, entry.Version, entry.Writer)
        : null;

    /// <summary>Takes over what is news; a schedule starts or ends at once.</summary>
    private bool Take(LedgerEntry entry, LedgerEntry? before)
    {
        if (!entry.IsRemoved && before is null or { IsRemoved: true } && _ledger.LiveCount >= GroupLedger.EntryLimit)
        {
            throw new CallRefusedException(
                CallResult.Refused, $"The group has {GroupLedger.EntryLimit} services and schedules: remove some.");
        }

        bool changed = LedgerRules.ScheduleOf(entry) is { } id
            && (entry.Schedule is { } schedule ? _schedules.Start(schedule) : _schedules.Stop(id));
        _ledger.Set(entry, _node.Runtime.Now);
        return changed;
    }
}
