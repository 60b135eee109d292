using Microsoft.Extensions.Logging;

namespace NodeGroups.Runtime;

/// <summary>Log lines about the node itself and its membership: 1000 to 1099.</summary>
internal static partial class NodeLog
{
    [LoggerMessage(1000, LogLevel.Information, "Listening at {Address} in cluster {ClusterId}.")]
    public static partial void Started(ILogger logger, NodeAddress address, string clusterId);

    [LoggerMessage(1006, LogLevel.Information, "Other nodes are told {Address}.")]
    public static partial void Advertised(ILogger logger, NodeAddress address);

    [LoggerMessage(1001, LogLevel.Error, "The node's machine failed on an input, which is skipped.")]
    public static partial void InputFailed(ILogger logger, Exception exception);

    [LoggerMessage(1002, LogLevel.Error, "The transport's stream failed; nothing is received any more.")]
    public static partial void ReceiveFailed(ILogger logger, Exception exception);

    [LoggerMessage(1003, LogLevel.Information, "Stopped.")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(1004, LogLevel.Warning, "Stopping took too long at: {What}. The rest is forced.")]
    public static partial void StopForced(ILogger logger, string what);

    [LoggerMessage(1005, LogLevel.Warning, "Stopping failed at: {What}. The rest goes on.")]
    public static partial void StopFailed(ILogger logger, string what, Exception exception);

    [LoggerMessage(1010, LogLevel.Information, "Joined the cluster.")]
    public static partial void Joined(ILogger logger);

    [LoggerMessage(1016, LogLevel.Information, "{Member} joined.")]
    public static partial void MemberJoined(ILogger logger, Member? member);

    [LoggerMessage(1017, LogLevel.Information, "{Member} left by its own word.")]
    public static partial void MemberLeft(ILogger logger, Member? member);

    [LoggerMessage(1018, LogLevel.Warning,
        "{Member} does not answer and is suspected: in seconds it proves to be alive or is declared dead.")]
    public static partial void MemberSuspected(ILogger logger, Member? member);

    [LoggerMessage(1019, LogLevel.Information, "{Member} is alive after all.")]
    public static partial void MemberRefuted(ILogger logger, Member? member);

    [LoggerMessage(1011, LogLevel.Warning,
        "{Member} is declared dead: no answer came from it in time. Look at its process, its machine and the network; "
        + "if it lives, it comes back by itself.")]
    public static partial void MemberDied(ILogger logger, Member? member);

    [LoggerMessage(1020, LogLevel.Warning,
        "Others suspected this node or took it for dead; it has told them that it lives. After a pause or a cut of the "
        + "network that is normal; if it repeats without, the machine is overloaded or the network loses much.")]
    public static partial void SelfRefuted(ILogger logger);

    [LoggerMessage(1012, LogLevel.Debug, "Asking seed node {Seed} to let this node join.")]
    public static partial void JoinAttempt(ILogger logger, string seed);

    [LoggerMessage(1013, LogLevel.Warning,
        "Could not join through seed node {Seed}: {Problem} Trying again. Check that it runs, that the address is "
        + "right and that both nodes have the same ClusterId.")]
    public static partial void JoinRepeated(ILogger logger, string seed, string problem);

    [LoggerMessage(1015, LogLevel.Error,
        "Two living nodes have one address: {Detail}. Others can reach only one of them. Give each node its own Listen "
        + "and Advertise address.")]
    public static partial void AddressConflict(ILogger logger, string detail);

    [LoggerMessage(1014, LogLevel.Warning, "{Suppressed} more lines about {Kind} were left out.")]
    public static partial void NoticesLeftOut(ILogger logger, long suppressed, string kind);
}
