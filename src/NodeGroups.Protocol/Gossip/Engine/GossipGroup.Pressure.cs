using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <content>Slow readers: who publishes is asked to hold back; and this node holds back when it is asked.</content>
internal sealed partial class GossipGroup
{
    private readonly PublicationGate _gate;
    private MonotonicTime _nextHold = MonotonicTime.Never;
    private bool _isSlow;

    /// <summary>This node's readers have fallen behind, or caught up.</summary>
    public void SetPressure(bool isSlow, MonotonicTime now, IEffects effects)
    {
        _isSlow = isSlow;
        if (isSlow)
        {
            RenewHolds(now, effects);
            return;
        }

        _nextHold = MonotonicTime.Never;
        _gate.Note(_self, isHold: false, now);
        foreach (OriginLog origin in _store.Origins)
        {
            if (origin.HeldAt is not null)
            {
                origin.HeldAt = null;
                SendHold(origin.Origin, isHold: false, effects);
            }
        }

        PublishWaiting(now, effects);
    }

    /// <summary>Publishes, or waits with it until nothing holds this node back.</summary>
    public void PublishInTurn(PublishRumor command, MonotonicTime now, IEffects effects)
    {
        bool hasPeers = Members.PeerCount > 0;
        if (!_gate.MustWait(hasPeers, now))
        {
            Publish(command, now, effects);
            return;
        }

        _counters.PublicationsHeld++;
        if (!_gate.TryEnqueue(command, hasPeers, now))
        {
            CountDropped();
            effects.Published(command.Token, new RumorId(Name, default, 0));
        }
    }

    private void PublishWaiting(MonotonicTime now, IEffects effects)
    {
        while (_gate.TryTake(Members.PeerCount > 0, now, out PublishRumor? command))
        {
            Publish(command!, now, effects);
        }
    }

    /// <summary>The readers here are still slow: this node, and who was held, go on waiting.</summary>
    private void RenewHolds(MonotonicTime now, IEffects effects)
    {
        _nextHold = now + (PublicationGate.HoldTime / 2);
        _gate.Note(_self, isHold: true, now);
        foreach (OriginLog origin in _store.Origins)
        {
            if (origin.HeldAt is not null)
            {
                SendHold(origin.Origin, isHold: true, effects);
            }
        }
    }

    private void RefuseWaiting(IEffects effects)
    {
        while (_gate.TryTakeAny(out PublishRumor? command))
        {
            effects.Published(command!.Token, default);
        }
    }

    /// <summary>A rumor came while the readers here are slow: its origin is told, at most four times a
    /// second.</summary>
    private void HoldOrigin(OriginLog origin, MonotonicTime now, IEffects effects)
    {
        if (_isSlow && (origin.HeldAt is not { } heldAt || now - heldAt >= PublicationGate.HoldTime / 4))
        {
            origin.HeldAt = now;
            SendHold(origin.Origin, isHold: true, effects);
        }
    }

    private void SendHold(NodeId to, bool isHold, IEffects effects)
    {
        int index = to == _self ? -1 : Members.IndexOf(to);
        if (index >= 0)
        {
            GossipControl hold = new(Name, GossipMessageKind.Hold, default, 0, 0, isHold ? 1UL : 0);
            SendControlMessage(index, hold, effects);
        }
    }

    private void ReceiveHold(NodeId from, GossipControl hold, MonotonicTime now, IEffects effects)
    {
        if (from == _self || Members.IndexOf(from) < 0)
        {
            CountDropped();
            return;
        }

        _gate.Note(from, hold.Value != 0, now);
        PublishWaiting(now, effects);
    }
}
