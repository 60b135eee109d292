namespace NodeGroups.Simulation;

/// <summary>What a line of the transcript tells.</summary>
public enum TranscriptKind
{
    /// <summary>A process life began.</summary>
    Started = 1,

    /// <summary>A process life ended: it crashed.</summary>
    Crashed = 2,

    /// <summary>A process life ended: it left.</summary>
    Left = 3,

    /// <summary>A node has joined.</summary>
    Joined = 4,

    /// <summary>A frame left.</summary>
    Sent = 5,

    /// <summary>A frame arrived.</summary>
    Received = 6,

    /// <summary>A frame arrived where nobody listens.</summary>
    Refused = 7,

    /// <summary>A frame arrived at another process life than the one meant.</summary>
    Replaced = 8,

    /// <summary>A transport told its node something about a peer.</summary>
    Signal = 9,

    /// <summary>A node's view changed.</summary>
    ViewChanged = 10,

    /// <summary>A rumor was delivered to a node.</summary>
    Rumor = 11,

    /// <summary>A call ended.</summary>
    CallCompleted = 12,

    /// <summary>A machine noted something.</summary>
    Notice = 13,

    /// <summary>Links were cut: from so many nodes to so many.</summary>
    Partition = 14,

    /// <summary>All cuts ended.</summary>
    Heal = 15,

    /// <summary>A link is held.</summary>
    Hold = 16,

    /// <summary>A held link was released.</summary>
    Release = 17,

    /// <summary>A node was paused.</summary>
    Paused = 18,

    /// <summary>A node goes on.</summary>
    Resumed = 19,
}
