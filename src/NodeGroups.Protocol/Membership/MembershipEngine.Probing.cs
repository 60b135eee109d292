namespace NodeGroups.Protocol.Membership;

/// <content>What the prober needs, and what it finds out.</content>
internal sealed partial class MembershipEngine
{
    /// <inheritdoc/>
    public void Send(in Peer to, ProtocolMessage message) => _effects.Send(to, message);

    /// <inheritdoc/>
    public IReadOnlyList<Member> Piggyback(NodeId about)
    {
        Member? record = Table.Find(about);
        Member? doubted = record is { Status: MemberStatus.Suspect or MemberStatus.Dead } ? record : null;
        Member[] updates = _queue.Take(1, SendLimit, doubted);
        return doubted is not null && !updates.Contains(doubted) ? [doubted, .. updates] : updates;
    }

    /// <inheritdoc/>
    public void Doubt(NodeId target, int confirmations, int refusals, bool hard)
    {
        if (Table.Find(target) is { Status: MemberStatus.Alive } member)
        {
            _counters.SuspicionsRaised++;
            Apply(member.With(MemberStatus.Suspect), spread: true);
        }

        _suspicions.Confirm(target, confirmations, refusals, hard, Table.PresentCount, Now);
    }

    /// <inheritdoc/>
    public void Answered(NodeId target) => _suspicions.Restart(target, Now, Table.PresentCount);

    /// <inheritdoc/>
    public void Measured(NodeId target, TimeSpan roundTrip) => _effects.ProbeAnswered(target, roundTrip);
}
