using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>What a strategy sees of a group, and how it acts: checks every wish before it becomes an effect.</summary>
internal sealed class GossipContext(GossipGroup group, NodeId self, DeterministicRandom random) : IGossipContext
{
    private ulong _scratch;
    private uint _stamp;
    private StoredRumor? _stampedRumor;

    public NodeId Self => self;

    public MonotonicTime Now { get; private set; }

    /// <summary>Gets the effects of the current input.</summary>
    public IEffects Effects { get; private set; } = null!;

    public int MemberCount => group.Members.Count;

    public int Fanout => group.GetFanout(Effects);

    Fanout? IGossipContext.GroupFanout => group.Fanout;

    public int RingCount => RingTable.RingCount;

    public GossipConditions Conditions => group.Conditions;

    /// <summary>Begins a call of the strategy.</summary>
    public void Begin(MonotonicTime now, IEffects effects)
    {
        Now = now;
        Effects = effects;
        _stampedRumor = null;
    }

    public NodeId MemberAt(int index) => group.Members[index].Id;

    public int DrawPeers(Span<NodeId> destination) => group.Members.Draw(destination, random);

    public int NextRandom(int bound) => random.NextInt32(bound);

    public int RingPosition(int ring, NodeId member)
    {
        int index = group.Members.IndexOf(member);
        return index < 0 ? -1 : group.Members.Rings.PositionOf(ring, index);
    }

    public NodeId RingMember(int ring, int position)
    {
        GossipMembers members = group.Members;
        return members[members.Rings.MemberAt(ring, position)].Id;
    }

    public bool Knows(in RumorId rumor) => group.Knows(rumor);

    public ref ulong StateOf(in RumorId rumor)
    {
        StoredRumor? stored = group.FindRetained(rumor);
        if (stored is not null)
        {
            return ref stored.State;
        }

        _scratch = 0;
        return ref _scratch;
    }

    public ref ulong StateOf(NodeId member)
    {
        int index = group.Members.IndexOf(member);
        if (index >= 0)
        {
            return ref group.Members.StateOf(index);
        }

        _scratch = 0;
        return ref _scratch;
    }

    public void Send(NodeId to, in GossipMessage message)
    {
        int index = to == self ? -1 : group.Members.IndexOf(to);
        if (index < 0)
        {
            group.CountDropped();
            return;
        }

        switch (message.Kind)
        {
            case GossipMessageKind.Payload:
                SendPayload(index, message);
                break;
            case GossipMessageKind.Digest:
                group.SendDigest(index, Effects);
                break;
            case GossipMessageKind kind when kind.IsControl():
                group.SendControl(index, message, Now, Effects);
                break;
            default:
                group.CountDropped();
                break;
        }
    }

    public void SetTimer(in RumorId rumor, TimeSpan delay) => group.SetTimer(rumor, Now + Positive(delay));

    public void ScheduleRound(TimeSpan delay) => group.ScheduleRound(Now + Positive(delay));

    private static TimeSpan Positive(TimeSpan delay) => delay < TimeSpan.Zero ? TimeSpan.Zero : delay;

    private void SendPayload(int index, in GossipMessage message)
    {
        StoredRumor? stored = group.FindRetained(message.Rumor);
        if (stored is null)
        {
            group.CountDropped();
            return;
        }

        if (_stampedRumor != stored)
        {
            _stampedRumor = stored;
            _stamp++;
        }

        if (group.Members.TryStamp(index, _stamp))
        {
            if (stored.TrySetRoute(message.Route))
            {
                group.NoteRoute(stored.Message, Effects);
            }

            group.SendPayload(index, stored, isRepair: false, Effects);
        }
        else
        {
            group.CountDropped();
        }
    }
}
