using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <content>The way of rumors: published or received, delivered once, passed on.</content>
internal sealed partial class GossipGroup
{
    private const int HopLimit = 1_000_000;
    private const ulong GapLimit = 64;

    /// <summary>Publishes a rumor.</summary>
    public void Publish(PublishRumor command, MonotonicTime now, IEffects effects)
    {
        if (GetOrigin(_self, now) is not { } log)
        {
            CountDropped();
            effects.Published(command.Token, default);
            return;
        }

        log.IsFresh = false;
        RumorMessage rumor = new(Name, _self, ++_published, 0, command.Kind, command.Topic, command.Payload);
        log.Window.Mark(rumor.Sequence, out _);
        _counters.RumorsPublished++;
        Retain(rumor, log, now);
        RumorId id = _latest = rumor.Id;
        if (_isMember)
        {
            _counters.RumorsDelivered++;
            effects.DeliverRumor(rumor);
        }

        effects.Published(command.Token, id);
        TellRumor(new RumorHeader(id, _self, 0, rumor.Payload.Length, IsRepair: false), now, effects);
    }

    /// <summary>Takes in a payload.</summary>
    public void Receive(NodeId from, RumorMessage rumor, MonotonicTime now, IEffects effects)
    {
        if (rumor.Sequence is 0 or > long.MaxValue || rumor.Origin.IsNone || rumor.Hops is < 1 or > HopLimit
            || rumor.Payload.Length > _settings.PayloadBytesLimit
            || (rumor.Origin == _self && rumor.Sequence > _published)
            || GetOrigin(rumor.Origin, now) is not { } log)
        {
            CountDropped();
            return;
        }

        if (log.IsFresh)
        {
            log.IsFresh = false;
            log.Window.CountLossesFrom(rumor.Sequence);
        }

        bool isRepair = _missing.Complete(rumor.Origin, rumor.Sequence, from, now);
        ulong top = log.Window.Top;
        switch (log.Window.Mark(rumor.Sequence, out ulong lost))
        {
            case WindowMark.Known:
                _counters.RumorsRedundant++;
                GossipMessage known = new(GossipMessageKind.Payload, rumor.Id, rumor.Hops, isRepair ? 1UL : 0);
                Tell(from, known, now, effects);
                return;
            case WindowMark.TooFar:
                CountDropped();
                _repair.NoteNews(now);
                return;
            default:
                CountLost(lost, effects);
                break;
        }

        _counters.RumorsRepaired += isRepair ? 1 : 0;
        HoldOrigin(log, now, effects);
        NoteGap(log, top, rumor.Sequence, from, now);
        Retain(rumor, log, now);
        if (!isRepair)
        {
            _latest = rumor.Id;
        }

        if (_isMember)
        {
            _counters.RumorsDelivered++;
            effects.DeliverRumor(rumor);
        }

        TellRumor(new RumorHeader(rumor.Id, from, rumor.Hops, rumor.Payload.Length, isRepair), now, effects);
    }

    /// <summary>Sends a payload to a member.</summary>
    public void SendPayload(int index, StoredRumor rumor, bool isRepair, IEffects effects)
    {
        _counters.PayloadsSent++;
        _counters.PayloadsRepaired += isRepair ? 1 : 0;
        effects.Send(Members[index], rumor.Outgoing);
    }

    private void Retain(RumorMessage rumor, OriginLog log, MonotonicTime now)
    {
        _store.Expire(now);
        _store.Add(rumor, log, now);
        if (_view.Members.Count > (_isMember ? 1 : 0))
        {
            _repair.NoteRumor(now);
        }
        else
        {
            _repair.NoteRetained(now);
        }
    }

    /// <summary>An origin counts without gaps: what lies between the top before and a later rumor is on its way, or
    /// missed.</summary>
    private void NoteGap(OriginLog log, ulong top, ulong sequence, NodeId from, MonotonicTime now)
    {
        if (from == _self || sequence <= top + 1)
        {
            return;
        }

        ulong first = Math.Max(Math.Max(top, log.Window.Floor) + 1, sequence - Math.Min(sequence, GapLimit));
        for (ulong missing = Math.Max(first, log.Window.CountFrom); missing < sequence; missing++)
        {
            if (!log.Window.Knows(missing))
            {
                _missing.Note(log.Origin, missing, from, now);
            }
        }
    }

    private void CountLost(ulong lost, IEffects effects)
    {
        if (lost > 0)
        {
            _counters.RumorsLost += (long)Math.Min(lost, long.MaxValue / 2);
            effects.Notify(new ProtocolNotice(ProtocolNoticeKind.RumorLost, null, $"{Name}: {lost}"));
        }
    }
}
