using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <content>What large payloads need of the group.</content>
internal sealed partial class GossipGroup
{
    /// <summary>Gets the large payloads.</summary>
    public LargeRumors Large { get; }

    /// <summary>Delivers a large payload that is whole.</summary>
    public void Deliver(RumorMessage announcement, ReadOnlyMemory<byte> payload, IEffects effects)
    {
        if (_isMember)
        {
            _counters.RumorsDelivered++;
            effects.DeliverRumor(announcement with { Kind = LargeKind.Base(announcement.Kind), Payload = payload });
        }
    }

    /// <summary>Tells whether a rumor that a peer has is still to come here; if so, it is asked for when it does not
    /// come by itself.</summary>
    public bool TryExpect(NodeId from, NodeId origin, ulong sequence, MonotonicTime now)
    {
        bool isName = sequence is > 0 and <= long.MaxValue && !origin.IsNone && origin != _self;
        if (!_isMember || !isName || Knows(new RumorId(Name, origin, sequence)))
        {
            return false;
        }

        _missing.Note(origin, sequence, from, now);
        return true;
    }
}
