namespace NodeGroups.Protocol;

/// <summary>What a rumor's payload is to its receivers.</summary>
public enum RumorKind
{
    /// <summary>A message to the subscribers of a topic.</summary>
    Message = 0,

    /// <summary>An invocation of a method by every member; no reply is sent.</summary>
    Invocation = 1,

    /// <summary>The description of a large <see cref="Message"/>, whose chunks are pulled. Never delivered.</summary>
    LargeMessage = 2,

    /// <summary>The description of a large <see cref="Invocation"/>, whose chunks are pulled. Never
    /// delivered.</summary>
    LargeInvocation = 3,
}
