namespace NodeGroups.Protocol.Membership;

/// <content>Starting among many: quiet newcomers, and the one who introduces them.</content>
internal sealed partial class MembershipEngine
{
    /// <summary>Whether this node waits to be introduced.</summary>
    public bool IsQuiet => _quiet.IsQuiet;

    /// <summary>Ends this node's quiet beginning; nothing when it is over.</summary>
    public void EndQuiet()
    {
        if (_quiet.IsQuiet)
        {
            _quiet.Finish();
            _prober.Start(Now);
            PlanSync(first: false);
        }
    }

    /// <summary>Tells members of newcomers, without waiting until the news gets around.</summary>
    public void Introduce(Introduce command)
    {
        Member[] newcomers =
            [.. command.Newcomers.Select(Table.Find).OfType<Member>().Where(member => member.IsPresent)];
        foreach (Member receiver in command.Receivers.Select(Table.Find).OfType<Member>())
        {
            if (receiver.IsPresent && receiver.Id != Self.Id)
            {
                SendRecords(receiver.ToPeer(), newcomers, static (records, _) => new MemberUpdates(records));
            }
        }
    }

    /// <summary>Asks one member for all it knows, and tells it the same.</summary>
    private void Compare()
    {
        PlanSync(first: false);
        if (_quiet.Sponsor is { } sponsor)
        {
            SendTable(sponsor, isRequest: true);
            return;
        }

        foreach (Member member in Table.Draw(1, Self.Id, Self.Id, _random))
        {
            SendTable(member.ToPeer(), isRequest: true);
        }
    }

    /// <summary>A quiet node tells its sponsor alone, and once: the sponsor tells all.</summary>
    private void SpreadTo(in Peer sponsor)
    {
        _pace.Note(Now, _prober.LocalHealth);
        Send(sponsor, new MemberUpdates(_queue.Take(SendLimit, SendLimit)));
    }
}
