namespace NodeGroups.Gossip;

/// <summary>What an <see cref="OriginWindow"/> says of a sequence.</summary>
internal enum WindowMark
{
    /// <summary>It was not known; it is now.</summary>
    New,

    /// <summary>It is known already, or has been given up.</summary>
    Known,

    /// <summary>It lies too far above the window to be believed; nothing has changed.</summary>
    TooFar,
}
