namespace NodeGroups.Protocol.Membership;

/// <content>What others say: records are merged by precedence, accusations of this node refuted.</content>
internal sealed partial class MembershipEngine
{
    /// <summary>Takes in a membership message.</summary>
    public void Receive(in Peer from, MembershipMessage message)
    {
        long before = Table.Changes;
        Merge(from, message);
        switch (message)
        {
            case Ping ping:
                Prober.Receive(from, ping, this);
                break;
            case Ack ack:
                _prober.Receive(from, ack, this);
                break;
            case PingRequest request:
                _prober.Receive(from, request, this);
                break;
            case Nack nack:
                _prober.Receive(from, nack, this);
                break;
            case Sync { IsRequest: true, IsLast: true } when _syncs.TryServe(from, Now):
                SendTable(from, isRequest: false);
                break;
            case Sync { IsRequest: false, IsLast: true } when _joiner.Complete(Now):
                _quiet.NoteJoined(from);
                Joined();
                break;
            case Sync { IsRequest: false } when Table.Changes != before:
                PlanSync(first: true);
                break;
        }
    }

    /// <summary>Tells a sender that is recorded as dead so, at most once a period, so that it can refute.</summary>
    public void TellRemoved(in Peer from)
    {
        if (Table.Find(from.Id) is { Status: MemberStatus.Dead } member
            && Table.MayTell(from.Id, Now, _settings.Membership.ProbeInterval))
        {
            Send(from, new MemberUpdates([member]));
        }
    }

    private void Merge(in Peer from, MembershipMessage message)
    {
        bool spread = _quiet.Sponsor is { } sponsor
            ? sponsor != from
            : _joiner.HasJoined || message is not Sync { IsRequest: false };
        foreach (Member heard in message.Updates)
        {
            if (heard.Id == Self.Id)
            {
                Refute(heard);
                continue;
            }

            Member? current = Table.Find(heard.Id);
            if (heard.Id.IsNone || heard.Address.IsNone || heard.Groups.Count > ProtocolLimits.GroupsPerMember
                || heard.Status is < MemberStatus.Alive or > MemberStatus.Left
                || !MemberPrecedence.IsBelievable(heard.Incarnation, current?.Incarnation ?? 0, current is null))
            {
                _counters.MessagesDropped++;
            }
            else if (current is null || MemberPrecedence.Supersedes(heard, current))
            {
                bool isHere = heard.IsPresent && heard.Address == Self.Address;
                bool isOldLife = isHere && current is null;
                Apply(isOldLife ? heard.With(MemberStatus.Dead) : heard, spread || isOldLife);
                if (isHere && current is { Status: MemberStatus.Dead })
                {
                    // An old life says nothing any more; this one said that it lives.
                    NotifyConflict(heard);
                }

                if (heard.IsPresent && current is null)
                {
                    ReplaceOlderLives(heard, from == heard.ToPeer());
                }

                if (Table.Find(heard.Id) is { Status: MemberStatus.Suspect } suspect)
                {
                    _prober.Verify(suspect, this);
                }
            }
        }
    }

    /// <summary>
    /// A new life speaks at an address, over a connection that proved it: the older ones there are gone. Hearsay of it
    /// has them asked.
    /// </summary>
    private void ReplaceOlderLives(Member fresh, bool isFirstHand)
    {
        foreach (Member older in Table.Others(fresh.Address, fresh.Id))
        {
            if (older.Id == Self.Id)
            {
                continue;
            }

            if (isFirstHand)
            {
                Apply(older.With(MemberStatus.Dead), spread: true);
            }
            else
            {
                _prober.Evidence(older, PeerSignal.None, this);
            }
        }
    }

    private void Refute(Member heard)
    {
        if (heard.Status is not (MemberStatus.Suspect or MemberStatus.Dead) || heard.Incarnation < Self.Incarnation
            || Self.Status == MemberStatus.Left)
        {
            return;
        }

        if (!MemberPrecedence.IsBelievable(heard.Incarnation, Self.Incarnation, isNew: false))
        {
            _counters.MessagesDropped++;
            return;
        }

        _counters.Refutations++;
        _prober.NoteRefuted();
        Announce(Self.With(MemberStatus.Alive, heard.Incarnation + 1));
        Notify(ProtocolNoticeKind.SelfRefuted, Self);
    }

    private void NotifyConflict(Member other) => _effects.Notify(new ProtocolNotice(
        ProtocolNoticeKind.AddressConflict,
        other,
        $"this node ({Self.Id}) and node {other.Id} both advertise {Self.Address}"));

    private void Announce(Member self)
    {
        Self = self;
        Table.Set(self, Now);
        _queue.Add(self);
    }

    private void Apply(Member member, bool spread)
    {
        Member? before = Table.Find(member.Id);
        if (!Table.Set(member, Now))
        {
            _counters.MessagesDropped++;
            return;
        }

        if (spread && (before is not null || member.IsPresent))
        {
            _queue.Add(member);
        }

        if (member.Status == MemberStatus.Suspect)
        {
            if (before?.Incarnation != member.Incarnation)
            {
                _suspicions.Remove(member.Id);
            }

            _suspicions.Start(member.Id, Now, Table.PresentCount);
            Notify(ProtocolNoticeKind.MemberSuspected, member);
            return;
        }

        _suspicions.Remove(member.Id);
        if (member.IsPresent)
        {
            if (before is null || before.Status != MemberStatus.Alive)
            {
                Notify(before is null ? ProtocolNoticeKind.MemberJoined : ProtocolNoticeKind.MemberRefuted, member);
            }
        }
        else if (before is { IsPresent: true })
        {
            _prober.Forget(member.Id);
            Connected.Forget(member.Id);
            _lost.Enqueue(member);
            bool isDead = member.Status == MemberStatus.Dead;
            Notify(isDead ? ProtocolNoticeKind.MemberDied : ProtocolNoticeKind.MemberLeft, member);
        }
    }
}
