namespace NodeGroups.Protocol;

/// <summary>Something worth a log line, told by the machine as data so that the core needs no logger.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Member">The member it is about, or null.</param>
/// <param name="Detail">A short text for people; may be empty. Built only from local knowledge, never from peer
/// text.</param>
public sealed record ProtocolNotice(ProtocolNoticeKind Kind, Member? Member, string Detail)
{
    /// <summary>Gets the plan of <see cref="ProtocolNoticeKind.RouteChosen"/>; its figures are computed by who reads
    /// them.</summary>
    /// <value>Null with every other kind.</value>
    public GossipPlan? Plan { get; init; }
}

/// <summary>The kinds of <see cref="ProtocolNotice"/>.</summary>
public enum ProtocolNoticeKind
{
    /// <summary>A seed node was asked to let this node join.</summary>
    JoinAttempt = 1,

    /// <summary>This node has joined.</summary>
    Joined = 2,

    /// <summary>A member came into view.</summary>
    MemberJoined = 3,

    /// <summary>A member is suspected.</summary>
    MemberSuspected = 4,

    /// <summary>A suspected or dead member showed that it is alive.</summary>
    MemberRefuted = 5,

    /// <summary>A member was declared dead.</summary>
    MemberDied = 6,

    /// <summary>A member left by its own word.</summary>
    MemberLeft = 7,

    /// <summary>This node refuted news that it is suspect or dead.</summary>
    SelfRefuted = 8,

    /// <summary>A rumor fell out of the window or retention before it could be had: it is lost here.</summary>
    RumorLost = 9,

    /// <summary>A message was dropped because it broke a rule.</summary>
    MessageDropped = 10,

    /// <summary>A strategy threw; its decision was skipped.</summary>
    StrategyFailed = 11,

    /// <summary>Another living node advertises this node's address.</summary>
    AddressConflict = 12,

    /// <summary>The way of rumors that <c>auto</c> chooses in a group is another one now.</summary>
    RouteChosen = 13,
}
