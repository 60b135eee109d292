using System.Globalization;
using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>One line of a transcript.</summary>
/// <param name="Time">When.</param>
/// <param name="Kind">What.</param>
/// <param name="Node">The number of the node it is about, or −1.</param>
/// <param name="Other">The number of the other node, or −1.</param>
/// <param name="Number">A number that belongs to the kind: a frame's hash, a view's version, a call's token.</param>
/// <param name="Detail">The message, change, notice... or null.</param>
public readonly record struct TranscriptLine(
    MonotonicTime Time, TranscriptKind Kind, int Node, int Other, ulong Number, object? Detail)
{
    /// <summary>Writes the line.</summary>
    /// <returns>For example <c>1.250000s #3 -&gt; #0 Sent Ping</c>.</returns>
    public override string ToString()
    {
        string other = Other < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" -> #{Other}");
        return string.Create(CultureInfo.InvariantCulture, $"{Time} #{Node}{other} {Kind} {Describe()}").TrimEnd();
    }

    private string Describe() => Detail switch
    {
        RumorMessage rumor => string.Create(CultureInfo.InvariantCulture, $"rumor {rumor.Id} hops {rumor.Hops}"),
        Ping ping => $"ping {ping.Sequence} {Describe(ping.Updates)}",
        Ack ack => $"ack {ack.Sequence} {Describe(ack.Updates)}",
        MemberUpdates updates => $"updates {Describe(updates.Updates)}",
        Sync sync => $"sync request={sync.IsRequest} {Describe(sync.Updates)}",
        ProtocolMessage message => message.GetType().Name,
        GroupViewChange change => $"{change.Current} joined {Describe(change.Joined)} left {Describe(change.Left)} "
            + $"failed {Describe(change.Failed)}",
        ProtocolNotice notice => $"{notice.Kind} {notice.Member} {notice.Detail}",
        ReportPeerSignal report => $"{report.Signal} {report.Peer}",
        _ => Detail?.ToString() ?? "",
    };

    private static string Describe(IReadOnlyList<Member> members) =>
        "["
        + string.Join(' ', members.Take(8).Select(m => $"{m.Name}:{m.Id.ToShortString()}:{m.Status}:{m.Incarnation}"))
        + (members.Count > 8 ? " ...]" : "]");
}
