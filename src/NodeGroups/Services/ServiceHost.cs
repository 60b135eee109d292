using System.Text.Json;
using Microsoft.Extensions.Logging;
using NodeGroups.Protocol;
using NodeGroups.Runtime;

namespace NodeGroups;

/// <summary>The services of one group on one node: brings what runs here into line with what the group wants, one
/// change after another. Thread-safe.</summary>
internal sealed class ServiceHost(Node node, IGroup group, Func<string, WantedService?> findWanted, ILogger logger)
{
    /// <summary>How long a service may take to set itself up.</summary>
    public static readonly TimeSpan SetUpTimeout = TimeSpan.FromMinutes(1);

    /// <summary>How long a service may take to end; it goes on in the background.</summary>
    public static readonly TimeSpan RemovalTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How long handlers at work may go on when their service is removed.</summary>
    public static readonly TimeSpan HandlersTimeout = TimeSpan.FromSeconds(2);

    /// <summary>How long one change of a service may take on a member: the old one's end and the new one's
    /// beginning.</summary>
    public static readonly TimeSpan ChangeTimeout = HandlersTimeout + RemovalTimeout + SetUpTimeout;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Present> _present = new(StringComparer.Ordinal);
    private Task _last = Task.CompletedTask;
    private bool _closed;

    public IEnumerable<ServiceStatus> Statuses
    {
        get
        {
            lock (_lock)
            {
                return [.. _present.Select(pair =>
                    new ServiceStatus(group.Name, pair.Key, pair.Value.Context is not null, pair.Value.Error))];
            }
        }
    }

    /// <summary>Activates, replaces or removes a service as the group wants it now.</summary>
    /// <returns>True when something changed here.</returns>
    /// <exception cref="CallRefusedException">This program offers no such service, or it failed before.</exception>
    public Task<bool> FollowAsync(string service, bool retries) => InTurn(async () =>
    {
        Present? present = Find(service);
        if (_closed || findWanted(service) is not { } wanted)
        {
            return await RemoveAsync(service, present, HandlersTimeout).ConfigureAwait(false);
        }

        if (present is { Context: null } && !retries && present.IsFor(wanted))
        {
            throw new CallRefusedException(present.Reason, present.Error ?? string.Empty);
        }

        if (present?.Context is { } running && IsSame(running.Configuration, wanted.Service.Configuration))
        {
            Set(service, present with { Version = wanted.Version, Writer = wanted.Writer });
            return false;
        }

        await RemoveAsync(service, present, HandlersTimeout).ConfigureAwait(false);
        await ActivateAsync(wanted).ConfigureAwait(false);
        return true;
    });

    /// <summary>Removes all services, for good.</summary>
    public Task CloseAsync(TimeSpan handlersTimeout) => InTurn(async () =>
    {
        _closed = true;
        KeyValuePair<string, Present>[] all;
        lock (_lock)
        {
            all = [.. _present];
        }

        foreach ((string service, Present present) in all)
        {
            await RemoveAsync(service, present, handlersTimeout).ConfigureAwait(false);
        }

        return true;
    });

    /// <summary>Has changes made one after another, never on the thread that asks.</summary>
    private Task<bool> InTurn(Func<Task<bool>> change)
    {
        lock (_lock)
        {
            Task<bool> turn = RunAsync(_last, change);
            _last = turn;
            return turn;
        }
    }

    private static async Task<bool> RunAsync(Task before, Func<Task<bool>> change)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        return await change().ConfigureAwait(false);
    }

    private static bool IsSame(JsonElement left, JsonElement right) =>
        left.ValueKind == JsonValueKind.Undefined || right.ValueKind == JsonValueKind.Undefined
            ? left.ValueKind == right.ValueKind
            : JsonElement.DeepEquals(left, right);

    private async Task ActivateAsync(WantedService wanted)
    {
        string service = wanted.Service.Name;
        Present failed = new(wanted.Version, wanted.Writer, null, CallResult.HandlerFailed, null);
        if (node.Offers.Find(service) is not { } factory)
        {
            string error = $"This program offers no service '{service}'.";
            Set(service, failed with { Reason = CallResult.UnknownService, Error = error });
            ServiceLog.Unknown(logger, service, group.Name);
            throw new CallRefusedException(CallResult.UnknownService, error);
        }

        ServiceContext context = new(node, group, wanted.Service);
        try
        {
            TimeProvider time = node.Runtime.Options.TimeProvider;
            using CancellationTokenSource limit = new(SetUpTimeout, time);
            using CancellationTokenSource both =
                CancellationTokenSource.CreateLinkedTokenSource(limit.Token, node.Runtime.Stopped);
            await factory(context, both.Token).AsTask().WaitAsync(SetUpTimeout, time, node.Runtime.Stopped)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            await UndoAsync(service, context, HandlersTimeout).ConfigureAwait(false);
            string error = $"{exception.GetType().Name}: {exception.Message}";
            Set(service, failed with { Error = error });
            ServiceLog.ActivationFailed(logger, service, group.Name, exception);
            throw new CallRefusedException(CallResult.HandlerFailed, error);
        }

        Set(service, failed with { Context = context });
        ServiceLog.Activated(logger, service, group.Name);
    }

    private async Task<bool> RemoveAsync(string service, Present? present, TimeSpan handlersTimeout)
    {
        lock (_lock)
        {
            _present.Remove(service);
        }

        if (present?.Context is not { } context)
        {
            return false;
        }

        await UndoAsync(service, context, handlersTimeout).ConfigureAwait(false);
        ServiceLog.Removed(logger, service, group.Name);
        return true;
    }

    /// <summary>Undoes what a service set up; one that hangs holds up the others for a bounded time only.</summary>
    private async Task UndoAsync(string service, ServiceContext context, TimeSpan handlersTimeout)
    {
        TimeProvider time = node.Runtime.Options.TimeProvider;
        if (!await context.EndHandlersAsync(handlersTimeout, time).ConfigureAwait(false))
        {
            ServiceLog.HandlersGoOn(logger, service, group.Name);
        }

        try
        {
            await context.UndoAsync(Failed).AsTask().WaitAsync(RemovalTimeout, time).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            Failed(exception);
        }

        void Failed(Exception exception) => ServiceLog.RemovalFailed(logger, service, group.Name, exception);
    }

    private Present? Find(string service)
    {
        lock (_lock)
        {
            return _present.GetValueOrDefault(service);
        }
    }

    private void Set(string service, Present present)
    {
        lock (_lock)
        {
            _present[service] = present;
        }
    }

    /// <summary>What stands here for a wanted service: running in a context, or failed.</summary>
    private sealed record Present(
        long Version, NodeId Writer, ServiceContext? Context, CallResult Reason, string? Error)
    {
        public bool IsFor(WantedService wanted) => Version == wanted.Version && Writer == wanted.Writer;
    }
}
