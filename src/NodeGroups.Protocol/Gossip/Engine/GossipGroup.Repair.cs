using NodeGroups.Protocol;
using NodeGroups.Protocol.Membership;

namespace NodeGroups.Gossip;

/// <content>Control messages, and the repair by digests that goes on under every strategy.</content>
internal sealed partial class GossipGroup
{
    private const long RepairBytesPerInterval = 4 * 1024 * 1024;
    private const int AsksPerTurn = 4096;
    private const int DrawsPerPartner = 4;
    private readonly ConnectedPeers _connected;
    private readonly DeterministicRandom _partners;
    private MonotonicTime _repairBudgetEnd;
    private long _repairBytes;

    private bool HasPeers => _view.Members.Count > (_isMember ? 1 : 0);

    private bool NeedsToCompare => HasPeers && !_isAcquainted && !IsQuiet;

    /// <summary>The others know of this node from now on.</summary>
    public void EndQuiet(MonotonicTime now)
    {
        IsQuiet = false;
        if (IsActive && NeedsToCompare)
        {
            Acquaint(now);
        }
    }

    /// <summary>Takes in a control message of a strategy.</summary>
    public void Receive(NodeId from, GossipControl control, MonotonicTime now, IEffects effects)
    {
        if (control.Kind == GossipMessageKind.Hold)
        {
            ReceiveHold(from, control, now, effects);
            return;
        }

        if (!control.Kind.IsControl())
        {
            CountDropped();
            return;
        }

        RumorId rumor = new(Name, control.Origin, control.Sequence);
        if (control.Kind is GossipMessageKind.Request or GossipMessageKind.Graft)
        {
            int index = from == _self ? -1 : Members.IndexOf(from);
            if (index >= 0 && FindRetained(rumor) is { } stored)
            {
                SendPayload(index, stored, isRepair: true, effects);
            }
        }

        else if (control.Kind == GossipMessageKind.Announce && IsMissing(rumor))
        {
            _missing.NoteAnnounced(rumor.Origin, rumor.Sequence, from, now);
        }

        Tell(from, new GossipMessage(control.Kind, rumor, control.Hops, control.Value), now, effects);
    }

    /// <summary>Takes in a peer's digest.</summary>
    public void Receive(NodeId from, GossipDigest digest, MonotonicTime now, IEffects effects)
    {
        int index = from == _self ? -1 : Members.IndexOf(from);
        if (index < 0)
        {
            CountDropped();
            return;
        }

        _store.Expire(now);
        if (digest.WantsReply)
        {
            _repair.NoteOpening();
        }

        _exchange.Compare(from, digest, now);
        if (_nextForgetting.IsNever && digest.Entries.Count > 0)
        {
            _nextForgetting = _store.ForgetOrigins(_view, now);
        }

        CountLost(_exchange.Lost, effects);
        if (_exchange.FoundMissing)
        {
            _repair.NoteNews(now);
        }

        if (digest.WantsReply && _exchange.HasMore)
        {
            SendControlMessage(index, _exchange.Write(Name, wantsReply: false), effects);
        }

        Tell(from, GossipMessage.Digest(), now, effects);
    }

    /// <summary>
    /// Answers a pull with the payloads retained, within the bytes that repair may send in one interval.
    /// </summary>
    public void Receive(NodeId from, GossipPull pull, MonotonicTime now, IEffects effects)
    {
        int index = from == _self ? -1 : Members.IndexOf(from);
        if (index < 0)
        {
            CountDropped();
            return;
        }

        _repair.NoteNews(now);
        if (now >= _repairBudgetEnd)
        {
            _repairBudgetEnd = now + _settings.RepairInterval;
            _repairBytes = 0;
        }

        int count = Math.Min(pull.Sequences.Count, ProtocolLimits.SequencesPerPull);
        for (int i = 0; i < count && _repairBytes < RepairBytesPerInterval; i++)
        {
            if (_store.Find(pull.Origin, pull.Sequences[i]) is { } stored)
            {
                _repairBytes += stored.Message.Payload.Length;
                SendPayload(index, stored, isRepair: true, effects);
            }
        }
    }

    /// <summary>Sends a digest that opens an exchange.</summary>
    public void SendDigest(int index, IEffects effects) =>
        SendControlMessage(index, _exchange.Write(Name, wantsReply: true), effects);

    /// <summary>Sends a control message of the strategy.</summary>
    public void SendControl(int index, in GossipMessage message, MonotonicTime now, IEffects effects)
    {
        RumorId rumor = message.Rumor;
        if (message.Kind is GossipMessageKind.Request or GossipMessageKind.Graft && IsMissing(rumor))
        {
            _missing.NoteAsked(rumor.Origin, rumor.Sequence, Members[index].Id, now);
        }

        GossipControl control = new(Name, message.Kind, rumor.Origin, rumor.Sequence, message.Hops, message.Value);
        SendControlMessage(index, control, effects);
    }

    private void SendControlMessage(int index, GossipEnvelope message, IEffects effects)
    {
        _counters.GossipControlsSent++;
        effects.Send(Members[index], message);
    }

    private bool IsMissing(in RumorId rumor) =>
        rumor.Sequence is > 0 and <= long.MaxValue && !rumor.Origin.IsNone && rumor.Origin != _self && !Knows(rumor);

    /// <summary>Asks for what was waited for long enough: one pull for each peer and origin.</summary>
    private void AskForMissing(MonotonicTime now, IEffects effects)
    {
        while (_asks.Count < AsksPerTurn
            && _missing.TryTake(now, out NodeId origin, out ulong sequence, out NodeId holder))
        {
            int index = holder == _self ? -1 : Members.IndexOf(holder);
            if (!IsMissing(new RumorId(Name, origin, sequence)))
            {
                _missing.Forget(origin, sequence);
            }
            else if (index < 0)
            {
                _missing.NoteGone(origin, sequence, holder, now);
            }
            else
            {
                _asks.Add((index, origin, sequence));
            }
        }

        _asks.Sort();
        for (int i = 0; i < _asks.Count; i++)
        {
            _sequences.Add(_asks[i].Sequence);
            if (i + 1 == _asks.Count || _asks[i + 1].Holder != _asks[i].Holder || _asks[i + 1].Origin != _asks[i].Origin
                || _sequences.Count == ProtocolLimits.SequencesPerPull)
            {
                GossipPull pull = new(Name, _asks[i].Origin, _sequences.ToArray());
                SendControlMessage(_asks[i].Holder, pull, effects);
                _sequences.Clear();
            }
        }

        _asks.Clear();
    }

    /// <summary>Compares with one peer: see <see cref="RepairPartner"/>.</summary>
    private void RunRepairRound(MonotonicTime now, IEffects effects)
    {
        bool isAnyConnected = RepairPartner.IsAnyConnected(_repair.Round, isRetaining: _store.Count > 0);
        int partner = isAnyConnected ? FindConnectedPartner() : -1;
        partner = partner >= 0 ? partner : FindRepairPartner();
        if (partner >= 0)
        {
            SendDigest(partner, effects);
        }

        _repair.Complete(now, Members.PeerCount > 0, _store.Count > 0);
    }

    /// <summary>Draws a member to which a connection stands: it costs no dial.</summary>
    private int FindConnectedPartner()
    {
        for (int i = 0; i < DrawsPerPartner && _connected.Count > 0; i++)
        {
            int index = Members.IndexOf(_connected.Draw(_partners));
            if (index >= 0 && index != Members.SelfIndex)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>Finds the partner that follows from the latest rumor and the round.</summary>
    private int FindRepairPartner()
    {
        GossipMembers members = Members;
        if (members.PeerCount == 0)
        {
            return -1;
        }

        RepairPartner partner = new(_self, _latest, _repair.Round);
        if (members.SelfIndex < 0)
        {
            return partner.IndexForOutsider(members.Count);
        }

        int position = members.Rings.PositionOf(partner.Ring, members.SelfIndex) + partner.Offset(members.Count);
        return members.Rings.MemberAt(partner.Ring, position % members.Count);
    }

    private void Acquaint(MonotonicTime now)
    {
        _isAcquainted = true;
        _repair.NoteNews(now);
    }
}
