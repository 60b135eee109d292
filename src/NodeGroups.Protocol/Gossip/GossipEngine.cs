namespace NodeGroups.Protocol;

/// <summary>Spreads rumors in every group this node knows: names, de-duplication, storage, delivery and repair around each group's strategy.</summary>
internal sealed class GossipEngine(MachineSettings settings, NodeCounters counters, DeterministicRandom random)
{
    /// <summary>When <see cref="Advance"/> is wanted next.</summary>
    public MonotonicTime NextDeadline { get; private set; } = MonotonicTime.Never;

    /// <summary>A group became known or its view changed; the first call for a group creates its state with these options.</summary>
    public void SetView(GroupViewChange change, GroupGossipOptions options, MonotonicTime now, IEffects effects)
    {
        _ = settings;
        _ = counters;
        _ = random;
    }

    /// <summary>A group's options changed: later rumors spread by the new strategy.</summary>
    public void Configure(GroupName group, GroupGossipOptions options, MonotonicTime now, IEffects effects) => NextDeadline = now;

    /// <summary>The group is no longer known here: left, or its definition deleted. Its publication count is kept.</summary>
    public void RemoveGroup(GroupName group) => NextDeadline = MonotonicTime.Never;

    /// <summary>Publishes; answers through <see cref="IEffects.Published"/>.</summary>
    public void Publish(PublishRumor command, MonotonicTime now, IEffects effects) => NextDeadline = now;

    /// <summary>Takes in a gossip message of a peer.</summary>
    public void Receive(in Peer from, GossipEnvelope message, MonotonicTime now, IEffects effects) => NextDeadline = now;

    /// <summary>Does what is due.</summary>
    public void Advance(MonotonicTime now, IEffects effects) => NextDeadline = MonotonicTime.Never;
}
