using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <content>The way of rumors: published or received, delivered once, passed on.</content>
internal sealed partial class GossipGroup
{
    private const int HopLimit = 1_000_000;
    private const ulong GapLimit = 64;

    /// <summary>Tells whether a rumor has been had here.</summary>
    public bool Knows(in RumorId rumor) =>
        rumor.Group == Name
        && rumor.Sequence > 0
        && (rumor.Origin == _self
            ? rumor.Sequence <= _published
            : _store.FindOrigin(rumor.Origin)?.Window.Knows(rumor.Sequence) ?? false);

    /// <summary>Finds a rumor retained here.</summary>
    public StoredRumor? FindRetained(in RumorId rumor) =>
        rumor.Group == Name ? _store.Find(rumor.Origin, rumor.Sequence) : null;

    /// <summary>Publishes a rumor.</summary>
    public void Publish(PublishRumor command, MonotonicTime now, IEffects effects)
    {
        if (command.Payload.Length > _settings.Large.ThresholdBytes)
        {
            Large.Publish(command, now, effects);
        }
        else
        {
            Publish(command, description: default, now, effects);
        }
    }

    /// <summary>Publishes a rumor whose payload, when it is large, is represented by a description.</summary>
    /// <returns>What is spread.</returns>
    public RumorMessage Publish(
        PublishRumor command, ReadOnlyMemory<byte> description, MonotonicTime now, IEffects effects)
    {
        OriginLog log = GetOrigin(_self, now)!;
        log.IsFresh = false;
        RumorMessage whole = new(Name, _self, ++_published, 0, command.Kind, command.Topic, command.Payload);
        RumorMessage rumor = description.IsEmpty
            ? whole
            : whole with { Kind = LargeKind.Of(command.Kind), Payload = description };
        log.Window.Mark(rumor.Sequence, out _);
        _counters.RumorsPublished++;
        Retain(rumor, log, now);
        RumorId id = _latest = rumor.Id;
        if (_isMember)
        {
            _counters.RumorsDelivered++;
            effects.DeliverRumor(whole);
        }

        effects.Published(command.Token, id);
        TellRumor(new RumorHeader(id, _self, 0, rumor.Payload.Length, IsRepair: false), now, effects);
        return rumor;
    }

    /// <summary>Takes in a payload.</summary>
    public void Receive(in Peer sender, RumorMessage rumor, MonotonicTime now, IEffects effects)
    {
        NodeId from = sender.Id;
        LargeDescription? description = null;
        if (rumor.Sequence is 0 or > long.MaxValue || rumor.Origin.IsNone || rumor.Hops is < 1 or > HopLimit
            || rumor.Payload.Length > _settings.PayloadBytesLimit
            || (rumor.Origin == _self && rumor.Sequence > _published)
            || (LargeKind.IsLarge(rumor.Kind) && !Knows(rumor.Id)
                && (description = LargeDescription.Read(rumor.Payload)) is null))
        {
            CountDropped();
            return;
        }

        if (GetOrigin(rumor.Origin, now) is not { } log)
        {
            _counters.RumorsRefused++;
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
                _counters.RumorsContradicted += Contradicts(log.Find(rumor.Sequence), rumor) ? 1 : 0;
                GossipMessage known = new(GossipMessageKind.Payload, rumor.Id, rumor.Hops, isRepair ? 1UL : 0)
                {
                    Route = rumor.Route,
                };
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
        StoredRumor stored = Retain(rumor, log, now);
        if (!isRepair)
        {
            _latest = rumor.Id;
        }

        if (_isMember && description is not null)
        {
            Large.Begin(stored.Message, LargeDescription.Read(stored.Message.Payload)!, sender, now, effects);
        }
        else if (_isMember)
        {
            _counters.RumorsDelivered++;
            effects.DeliverRumor(rumor);
        }

        RumorHeader header = new(rumor.Id, from, rumor.Hops, rumor.Payload.Length, isRepair, rumor.Route);
        TellRumor(header, now, effects);
    }

    private static bool Contradicts(StoredRumor? kept, RumorMessage again) =>
        kept is not null && !kept.Message.Payload.Span.SequenceEqual(again.Payload.Span);

    /// <summary>Sends a payload to a member.</summary>
    public void SendPayload(int index, StoredRumor rumor, bool isRepair, IEffects effects)
    {
        _counters.PayloadsSent++;
        _counters.PayloadsRepaired += isRepair ? 1 : 0;
        effects.Send(Members[index], rumor.Outgoing);
    }

    private StoredRumor Retain(RumorMessage rumor, OriginLog log, MonotonicTime now)
    {
        _store.Expire(now);
        StoredRumor stored = _store.Add(rumor, log, now);
        if (_view.Members.Count > (_isMember ? 1 : 0))
        {
            _repair.NoteRumor(rumor.Hops, _view.Members.Count, now);
        }
        else
        {
            _repair.NoteRetained(now);
        }

        return stored;
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

    /// <summary>Counts rumors that are lost here, and tells it.</summary>
    public void CountLost(ulong lost, IEffects effects)
    {
        if (lost > 0)
        {
            _counters.RumorsLost += (long)Math.Min(lost, long.MaxValue / 2);
            effects.Notify(new ProtocolNotice(ProtocolNoticeKind.RumorLost, null, $"{lost} of group {Name}"));
        }
    }
}
