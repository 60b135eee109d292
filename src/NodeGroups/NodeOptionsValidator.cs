using NodeGroups.Protocol;
using NodeGroups.Transport;

namespace NodeGroups;

/// <summary>The rules of <see cref="NodeOptions"/>, each with its sentence.</summary>
internal static class NodeOptionsValidator
{
    /// <summary>What a name is made of.</summary>
    public const string NameRule =
        "1 to 128 ASCII letters, digits, '.', '_', '-' or ':', beginning with a letter or digit";

    public static void Validate(NodeOptions options)
    {
        List<string> problems = [];
        CheckNames(options, problems);
        CheckLimits(options, problems);
        CheckOffers(options, problems);
        Tell(problems, "Membership", options.Membership?.Validate());
        Tell(problems, "Transport", options.Transport?.Validate());
        int frame = options.Transport?.FrameBytes ?? ProtocolLimits.DefaultFrameBytes;
        Tell(problems, "Gossip", options.Gossip?.Validate(frame));
        Tell(problems, "Processes", options.Processes?.Validate());
        Check(problems, options.TimeProvider is not null, "TimeProvider must not be null.");
        Check(problems, options.LoggerFactory is not null, "LoggerFactory must not be null.");
        Check(
            problems,
            options.GroupDefaults is { Strategy: not null, Fanout: not null },
            "GroupDefaults must have a Strategy and a Fanout.");
        if (problems.Count > 0)
        {
            throw new NodeOptionsException(problems);
        }
    }

    private static void CheckNames(NodeOptions options, List<string> problems)
    {
        Check(problems, NameRules.IsValid(options.Name), $"Name must have {NameRule}.");
        Check(problems, NameRules.IsValid(options.ClusterId), $"ClusterId must have {NameRule}.");
        Check(problems, !options.Listen.IsNone, "Listen must name a place, for example NodeAddress.Loopback(7400).");
        Check(problems, options.Advertise is not { IsNone: true }, "Advertise must name a place or be null.");
        CheckWildcards(options, problems);
        if (options.Seeds is null)
        {
            problems.Add("Seeds must not be null.");
            return;
        }

        for (int i = 0; i < options.Seeds.Count; i++)
        {
            NodeAddress seed = options.Seeds[i];
            Check(problems, !seed.IsNone && seed.Port != 0, $"Seeds[{i}] must name a place and a port above 0.");
        }
    }

    private static void CheckWildcards(NodeOptions options, List<string> problems)
    {
        const string Example =
            "for example new NodeAddress(\"192.168.1.10\", 0); port 0 stands for the one listened at";
        string listen = options.Listen.Host;
        Check(problems, options.Advertise is not { } told || !Wildcard.Is(told.Host),
            $"Advertise must be an address at which other nodes reach this one, not {options.Advertise}: {Example}.");
        Check(problems, options.Advertise is not null || !Wildcard.Is(listen),
            $"Listen at {listen} needs Advertise, the address at which other nodes reach this one: {Example}.");
    }

    private static void CheckOffers(NodeOptions options, List<string> problems)
    {
        Check(problems, options.Services is not null, "Services must not be null.");
        Check(problems, options.Strategies is not null, "Strategies must not be null.");
        Dictionary<string, ServiceFactory> none = [];
        foreach (KeyValuePair<string, ServiceFactory> offer in options.Services ?? none)
        {
            Check(problems, NameRules.IsValid(offer.Key), $"Services: '{offer.Key}' is not a name.");
            Check(problems, offer.Value is not null, $"Services: '{offer.Key}' has no factory.");
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (GossipStrategy strategy in options.Strategies ?? [])
        {
            string? name = strategy?.Name;
            Check(problems, name is not null, "Strategies: one is null.");
            Check(problems, name is null || names.Add(name), $"Strategies: '{name}' is there twice.");
            Check(
                problems,
                name is null || GossipStrategies.FromName(name) is null,
                $"Strategies: '{name}' is a strategy of the library; give yours another name.");
        }
    }

    private static void CheckLimits(NodeOptions options, List<string> problems)
    {
        Check(
            problems,
            options.JoinTimeout > TimeSpan.Zero && options.JoinTimeout <= TimeSpan.FromDays(1),
            "JoinTimeout must be above zero and at most one day.");
        Check(
            problems,
            options.HandlerConcurrencyLimit is >= 1 and <= 65_536,
            "HandlerConcurrencyLimit must be 1 to 65,536.");
        Check(
            problems, options.HandlerQueueLimit is >= 0 and <= 1_048_576, "HandlerQueueLimit must be 0 to 1,048,576.");
        Check(problems, options.ScheduleLimit is >= 0 and <= 65_536, "ScheduleLimit must be 0 to 65,536.");
        Check(problems, options.CallbackLimit is >= 0 and <= 1_048_576, "CallbackLimit must be 0 to 1,048,576.");
        Check(problems, options.CallbackLease > TimeSpan.Zero, "CallbackLease must be above zero.");
        Check(problems, options.InboxLimit is >= 64 and <= 16_777_216, "InboxLimit must be 64 to 16,777,216.");
    }

    /// <summary>Adds what a part of the options, null when it is missing, finds in itself.</summary>
    private static void Tell(List<string> problems, string part, IEnumerable<string>? found) =>
        problems.AddRange(found?.Select(problem => $"{part}: {problem}") ?? [$"{part} must not be null."]);

    private static void Check(List<string> problems, bool valid, string problem)
    {
        if (!valid)
        {
            problems.Add(problem);
        }
    }
}
