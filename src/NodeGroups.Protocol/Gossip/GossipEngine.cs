using NodeGroups.Gossip;
using NodeGroups.Protocol.Membership;

namespace NodeGroups.Protocol;

/// <summary>
/// Spreads rumors in every group this node knows: names, de-duplication, storage, delivery and repair around each
/// group's strategy.
/// </summary>
internal sealed class GossipEngine(
    MachineSettings settings,
    NodeCounters counters,
    Predicate<NodeId> isClusterMember,
    ConnectedPeers connected,
    DeterministicRandom random)
{
    private readonly Dictionary<GroupName, GossipGroup> _byName = [];
    private readonly List<GossipGroup> _groups = [];
    private readonly LargeBudget _largeBudget = new(settings.Gossip.Large.BytesLimit, counters);
    private readonly RemovedGroups _removed = new(settings.Gossip.RemovedGroupsLimit);
    private bool _isQuiet = settings.QuietLimit > TimeSpan.Zero;

    /// <summary>When <see cref="Advance"/> is wanted next; it may come early, never late.</summary>
    public MonotonicTime NextDeadline { get; private set; } = MonotonicTime.Never;

    /// <summary>
    /// A group became known or its view changed; the first call for a group creates its state with these options.
    /// </summary>
    public void SetView(GroupViewChange change, GroupGossipOptions options, MonotonicTime now, IEffects effects)
    {
        if (!_byName.TryGetValue(change.Group, out GossipGroup? group))
        {
            ulong published = _removed.TakePublished(change.Group);
            DeterministicRandom own = random.Split(change.Group.Value);
            group = new GossipGroup(
                change.Group, published, settings, counters, _largeBudget, isClusterMember, connected, own)
            {
                IsQuiet = _isQuiet,
            };
            _byName.Add(change.Group, group);
            _groups.Add(group);
        }

        if (!group.IsActive)
        {
            _removed.Return(group);
        }

        group.SetView(change, options, now, effects);
        NoteDeadline(group);
    }

    /// <summary>A group's options changed: later rumors spread by the new strategy.</summary>
    public void Configure(GroupName group, GroupGossipOptions options, MonotonicTime now, IEffects effects) =>
        FindActive(group)?.Configure(options, effects);

    /// <summary>
    /// The group is no longer known here: left, or its definition deleted. Its publication count is kept, and what is
    /// known of its origins, within <see cref="GossipSettings.RemovedGroupsLimit"/>.
    /// </summary>
    public void RemoveGroup(GroupName group, IEffects effects)
    {
        if (FindActive(group) is not { } left)
        {
            return;
        }

        left.Deactivate(effects);
        if (_removed.Add(left) is { } forgotten)
        {
            _byName.Remove(forgotten.Name);
            _groups.Remove(forgotten);
        }
    }

    /// <summary>Publishes; answers through <see cref="IEffects.Published"/>.</summary>
    public void Publish(PublishRumor command, MonotonicTime now, IEffects effects)
    {
        GossipGroup? group = FindActive(command.Group);
        if (group is null || command.Payload.Length > settings.Gossip.PayloadBytesLimit)
        {
            counters.MessagesDropped++;
            effects.Published(command.Token, default);
            return;
        }

        group.PublishInTurn(command, now, effects);
        NoteDeadline(group);
    }

    /// <summary>This node's readers in a group have fallen behind, or caught up.</summary>
    public void SetPressure(SetReaderPressure command, MonotonicTime now, IEffects effects)
    {
        if (FindActive(command.Group) is { } group)
        {
            group.SetPressure(command.IsSlow, now, effects);
            NoteDeadline(group);
        }
    }

    /// <summary>Takes in a gossip message of a peer.</summary>
    public void Receive(in Peer from, GossipEnvelope message, MonotonicTime now, IEffects effects)
    {
        GossipGroup? group = FindActive(message.Group);
        if (group is null)
        {
            counters.MessagesDropped++;
            return;
        }

        switch (message)
        {
            case RumorMessage rumor:
                group.Receive(from, rumor, now, effects);
                break;
            case GossipControl control:
                group.Receive(from.Id, control, now, effects);
                break;
            case GossipDigest digest:
                group.Receive(from.Id, digest, now, effects);
                break;
            case GossipPull pull:
                group.Receive(from.Id, pull, now, effects);
                break;
            case GossipChunk chunk:
                group.Large.Receive(from.Id, chunk, now, effects);
                break;
            case GossipChunkPull pull:
                group.Large.Receive(from, pull, now, effects);
                break;
            case GossipChunkDigest digest:
                group.Large.Receive(from.Id, digest, now, effects);
                break;
            default:
                counters.MessagesDropped++;
                break;
        }

        NoteDeadline(group);
    }

    /// <summary>This node's quiet beginning is over: its groups compare what they have; once.</summary>
    public void EndQuiet(MonotonicTime now)
    {
        if (!_isQuiet)
        {
            return;
        }

        _isQuiet = false;
        foreach (GossipGroup group in _groups)
        {
            group.EndQuiet(now);
            NoteDeadline(group);
        }
    }

    /// <summary>Does what is due.</summary>
    public void Advance(MonotonicTime now, IEffects effects)
    {
        if (now < NextDeadline)
        {
            return;
        }

        MonotonicTime next = MonotonicTime.Never;
        foreach (GossipGroup group in _groups)
        {
            if (group.NextDeadline <= now)
            {
                group.Advance(now, effects);
            }

            next = MonotonicTime.Min(next, group.NextDeadline);
        }

        NextDeadline = next;
    }

    private GossipGroup? FindActive(GroupName name) =>
        !name.IsNone && _byName.TryGetValue(name, out GossipGroup? group) && group.IsActive ? group : null;

    private void NoteDeadline(GossipGroup group) => NextDeadline = MonotonicTime.Min(NextDeadline, group.NextDeadline);
}
