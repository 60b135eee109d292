using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>How rumors spread in a group. Immutable; members of a group may differ, each decides how it
/// sends.</summary>
public sealed record GroupOptions
{
    /// <summary>Gets the strategy: whom, when, payload or announcement.</summary>
    /// <value><see cref="GossipStrategies.Auto"/>.</value>
    public GossipStrategy Strategy { get; init; } = GroupGossipOptions.Default.Strategy;

    /// <summary>Gets how many peers the strategy contacts in a step, unless it was made with a fan-out of its own.
    /// Broadcast, trees and Plumtree pass it over; <see cref="GossipStrategies.Auto"/> does, too, unless it is a
    /// reliability, which is its wish. A number for them is given to <see cref="GossipStrategies.FromName"/>.</summary>
    /// <value>⌈ln(members)⌉ + 2.</value>
    public Fanout Fanout { get; init; } = GroupGossipOptions.Default.Fanout;

    /// <summary>Gets what happens when a subscription of this node in the group falls behind.</summary>
    /// <value><see cref="SlowReceiverPolicy.DropOldest"/>. Read when the subscription is made.</value>
    public SlowReceiverPolicy SlowReceivers { get; init; }

    internal GroupGossipOptions ToGossip()
    {
        ArgumentNullException.ThrowIfNull(Strategy);
        ArgumentNullException.ThrowIfNull(Fanout);
        return new GroupGossipOptions(Strategy, Fanout);
    }
}
