namespace NodeGroups;

/// <summary>What happens in a group when a subscription of this node falls behind.</summary>
public enum SlowReceiverPolicy
{
    /// <summary>
    /// The oldest waiting rumors are dropped, counted (<see cref="ISubscription{T}.Dropped"/>) and told with the next
    /// one (<see cref="Rumor{T}.DroppedBefore"/>). Nobody waits.
    /// </summary>
    DropOldest = 0,

    /// <summary>
    /// When three quarters of a buffer are full, those who publish are asked to hold back until a quarter is left:
    /// their <see cref="IGroup.GossipAsync"/> waits. The buffer has room for 65,536 more rumors, which are under way
    /// by then; what comes beyond is dropped and told as above. A member that holds others back for
    /// <see cref="Protocol.GossipSettings.HoldLimit"/> is not heeded for a while.
    /// </summary>
    HoldPublishers = 1,
}
