using System.Text.Json;
using Microsoft.Extensions.Logging;
using NodeGroups.Protocol;
using NodeGroups.Runtime;

namespace NodeGroups;

/// <content>Services and schedules, which the members of a group share.</content>
internal sealed partial class Group
{
    private const int ShareAttempts = 4;

    private static readonly CallOptions s_serviceOptions =
        CallOptions.Default with { Timeout = ServiceHost.ChangeTimeout };

    public IReadOnlyList<Schedule> Schedules =>
        [.. (node.Ledgers.Find(Name)?.Schedules ?? []).Select(status => status.Schedule)];

    public ValueTask<GroupReply<bool>> ActivateServiceAsync(
        string service, JsonElement configuration = default, CancellationToken cancellationToken = default)
    {
        NameRules.ThrowIfInvalid(service);
        LedgerRules.ThrowIfTooLarge(configuration, nameof(configuration));
        ServiceData data = new(service, configuration.ValueKind == JsonValueKind.Undefined ? default : configuration);
        return ShareAsync(new LedgerEntry { Key = LedgerEntry.KeyOf(service), Service = data }, cancellationToken);
    }

    public ValueTask<GroupReply<bool>> RemoveServiceAsync(string service, CancellationToken cancellationToken = default)
    {
        NameRules.ThrowIfInvalid(service);
        return ShareAsync(new LedgerEntry { Key = LedgerEntry.KeyOf(service) }, cancellationToken);
    }

    public ValueTask<Schedule> ScheduleAsync<TRequest, TReply>(
        TimeSpan interval,
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        ScheduleOptions options,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(method);
        HandlerTable.ThrowIfReserved(method.Name);
        JsonElement value = JsonSerializer.SerializeToElement(request, method.Request);
        return ShareScheduleAsync(ScheduleKind.Call, interval, method.Name, value, options, cancellationToken);
    }

    public ValueTask<Schedule> ScheduleGossipAsync<T>(
        TimeSpan interval,
        Topic<T> topic,
        T value,
        ScheduleOptions options,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(topic);
        JsonElement message = JsonSerializer.SerializeToElement(value, topic.Message);
        return ShareScheduleAsync(ScheduleKind.Gossip, interval, topic.Name, message, options, cancellationToken);
    }

    public ValueTask<GroupReply<bool>> CancelScheduleAsync(
        ScheduleId schedule, CancellationToken cancellationToken = default) =>
        ShareAsync(new LedgerEntry { Key = LedgerEntry.KeyOf(schedule) }, cancellationToken);

    private async ValueTask<Schedule> ShareScheduleAsync(
        ScheduleKind kind,
        TimeSpan interval,
        string name,
        JsonElement value,
        ScheduleOptions options,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate(interval);
        LedgerRules.ThrowIfTooLarge(value, nameof(value));
        ScheduleId id = node.Ledgers.NextScheduleId();
        ScheduleData data = new(id, kind, name, interval, options.Delay ?? interval, options.RunTimeout, value);
        LedgerEntry entry = new() { Key = LedgerEntry.KeyOf(id), Schedule = data };
        GroupReply<bool> replies = await ShareAsync(entry, cancellationToken).ConfigureAwait(false);
        foreach (MemberReply<bool> reply in replies)
        {
            if (reply.Error is { } error)
            {
                ServiceLog.MemberRefused(node.Logger, reply.Member.ToString(), entry.Key, Name, error.ToString());
            }
        }

        await ThrowIfRefusedAsync(replies, id, cancellationToken).ConfigureAwait(false);
        return new Schedule(id, Name, kind, name, interval, options.RunTimeout);
    }

    /// <summary>A schedule that nobody took, or not the member who made it, is none: as its maker spreads messages
    /// while it is in view, the others must not count on one that cannot.</summary>
    private async ValueTask ThrowIfRefusedAsync(
        GroupReply<bool> replies, ScheduleId id, CancellationToken cancellationToken)
    {
        if (replies.Count == 0)
        {
            CallError empty = new(ReplyStatus.Unreachable, CallResult.Unreachable, $"The group '{Name}' is empty.");
            throw new CallFailedException(empty, default, default);
        }

        MemberReply<bool> decisive =
            replies.Find(node.Id) ?? replies.FirstOrDefault(reply => reply.HasValue) ?? replies[0];
        if (decisive.Error is not { } error)
        {
            return;
        }

        if (replies.RepliedCount > 0)
        {
            await CancelScheduleAsync(id, cancellationToken).ConfigureAwait(false);
        }

        throw new CallFailedException(error, decisive.Member.Id, decisive.Member.Address);
    }

    /// <summary>Has every member take over a change: by a call for the outcomes, then by gossip for those not seen.
    /// A member that knows something newer says so, and the change is made anew on top of that.</summary>
    private async ValueTask<GroupReply<bool>> ShareAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        node.ThrowIfStopping();
        CallOptions options = LedgerRules.ServiceOf(entry) is null ? CallOptions.Default : s_serviceOptions;
        long version = node.Ledgers.NextVersion(node.Ledgers.Find(Name)?.Version ?? 0);
        for (int attempt = 1; ; attempt++)
        {
            LedgerChange change = new(Name, [entry with { Version = version, Writer = node.Id }]);
            GroupReply<LedgerAnswer> answers =
                await CallAllAsync(LedgerMethods.Change, change, options, cancellationToken).ConfigureAwait(false);
            bool isStale = false;
            foreach (LedgerAnswer answer in answers.Values.Values)
            {
                isStale |= answer.IsStale;
                if (GroupLedger.IsPlausible(answer.Version, version))
                {
                    version = Math.Max(version, answer.Version);
                }
            }

            if (isStale && attempt < ShareAttempts)
            {
                version = node.Ledgers.NextVersion(version);
                continue;
            }

            if (answers.Count > 1 && Name != GroupName.Local)
            {
                await GossipCallAsync(LedgerMethods.Merge, change, cancellationToken).ConfigureAwait(false);
            }

            return ToOutcomes(answers);
        }
    }

    private static GroupReply<bool> ToOutcomes(GroupReply<LedgerAnswer> answers)
    {
        CallError overtaken = new(
            ReplyStatus.Faulted, CallResult.Refused, "Others change the same at the same time; theirs came later.");
        MemberReply<bool>[] outcomes = new MemberReply<bool>[answers.Count];
        for (int i = 0; i < outcomes.Length; i++)
        {
            MemberReply<LedgerAnswer> answer = answers[i];
            outcomes[i] = answer.TryGetValue(out LedgerAnswer? value)
                ? new(answer.Member, value.HasChanged, value.IsStale ? overtaken : null, answer.Latency)
                : new(answer.Member, false, answer.Error, answer.Latency);
        }

        return new GroupReply<bool>(outcomes);
    }
}
