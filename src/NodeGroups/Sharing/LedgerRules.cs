using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using NodeGroups.Protocol;
using NodeGroups.Runtime;

namespace NodeGroups;

/// <summary>What an entry of a ledger may be; the same rule for the own node and for what comes from others.</summary>
internal static class LedgerRules
{
    /// <summary>The longest configuration of a service and argument of a schedule, in bytes of JSON.</summary>
    public const int ValueBytesLimit = 64 * 1024;

    /// <summary>The service that an entry is about, or null.</summary>
    public static string? ServiceOf(LedgerEntry entry) =>
        entry.Key.StartsWith(LedgerEntry.ServicePrefix, StringComparison.Ordinal)
            ? entry.Key[LedgerEntry.ServicePrefix.Length..]
            : null;

    /// <summary>The schedule that an entry is about, or null.</summary>
    public static ScheduleId? ScheduleOf(LedgerEntry entry) =>
        entry.Key.StartsWith(LedgerEntry.SchedulePrefix, StringComparison.Ordinal)
        && ScheduleId.TryParse(entry.Key[LedgerEntry.SchedulePrefix.Length..], null, out ScheduleId id) ? id : null;

    public static void ThrowIfTooLarge(JsonElement value, string parameterName)
    {
        if (!Fits(value))
        {
            throw new ArgumentException(
                $"The value has more than {ValueBytesLimit} bytes of JSON, which members have to keep: share a hint.",
                parameterName);
        }
    }

    /// <exception cref="CallRefusedException">The entry breaks a rule.</exception>
    public static void ThrowIfInvalid([NotNull] LedgerEntry? entry)
    {
        bool valid = entry is { Key: not null, Version: > 0, Writer.IsNone: false, Age.Ticks: >= 0 }
            && (entry.Service, entry.Schedule) switch
            {
                (null, null) => ServiceOf(entry) is not null || ScheduleOf(entry) is not null,
                ({ } service, null) => NameRules.IsValid(service.Name) && ServiceOf(entry) == service.Name
                    && Fits(service.Configuration),
                (null, { } schedule) => ScheduleOf(entry) == schedule.Id && IsValid(schedule),
                _ => false,
            };
        if (!valid || entry is null)
        {
            throw new CallRefusedException(CallResult.BadArgument, "The change of the group's ledger breaks a rule.");
        }
    }

    private static bool IsValid(ScheduleData schedule)
    {
        ScheduleOptions options = new() { Delay = schedule.Delay, RunTimeout = schedule.RunTimeout };
        try
        {
            options.Validate(schedule.Interval);
            HandlerTable.ThrowIfReserved(schedule.Name);
        }
        catch (ArgumentException)
        {
            return false;
        }

        return NameRules.IsValid(schedule.Name) && Enum.IsDefined(schedule.Kind) && Fits(schedule.Value);
    }

    private static bool Fits(JsonElement value) =>
        value.ValueKind == JsonValueKind.Undefined || JsonSize.Of(value) <= ValueBytesLimit;
}
