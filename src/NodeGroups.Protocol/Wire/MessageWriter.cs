namespace NodeGroups.Protocol;

/// <summary>Writes the body of each message, and says beforehand how large it can become at most.</summary>
internal static class MessageWriter
{
    /// <summary>Gets the most bytes that a body can have.</summary>
    public static long Bound(ProtocolMessage message) => message switch
    {
        RumorMessage m => 96L + m.Group.Value.Length + m.Topic.Length + m.Payload.Length,
        CallRequest m => 96L + m.Group.Value.Length + m.Method.Length + m.TraceParent.Length + m.Payload.Length,
        CallReply m => 48L + Math.Min(ProtocolLimits.ErrorTextBytes, 3L * m.ErrorText.Length) + m.Payload.Length,
        CallCancel => WireLimits.VarintBytes,
        GossipControl m => 64L + m.Group.Value.Length,
        GossipPull m => 48L + m.Group.Value.Length + ((long)WireLimits.VarintBytes * m.Sequences.Count),
        GossipDigest m => Bound(m),
        GossipChunk or GossipChunkPull or GossipChunkDigest => ChunkMessageFormat.Bound((GossipEnvelope)message),
        MembershipMessage m => Bound(m.Updates),
        _ => throw new ArgumentException("The message has no number on the wire.", nameof(message)),
    };

    /// <summary>Writes a body.</summary>
    /// <exception cref="ArgumentException">The message breaks a limit or rule that every receiver checks.</exception>
    public static MessageTag Write(ref WireWriter writer, ProtocolMessage message)
    {
        switch (message)
        {
            case RumorMessage m:
                Require(WireLimits.IsValid(m.Kind) && m.Hops >= 0 && m.Sequence > 0 && !m.Origin.IsNone);
                writer.WriteGroup(m.Group);
                writer.WriteId(m.Origin);
                writer.WriteVarint(m.Sequence);
                writer.WriteVarint((ulong)m.Hops);
                if (m.Route > 0)
                {
                    writer.WriteVarint(m.Route);
                }

                writer.WriteByte((byte)m.Kind);
                writer.WriteName(m.Topic);
                writer.WriteBytes(m.Payload.Span);
                return m.Route > 0 ? MessageTag.RoutedRumor : MessageTag.Rumor;
            case CallRequest m:
                Write(ref writer, m);
                return MessageTag.CallRequest;
            case CallReply m:
                Require(WireLimits.IsValid(m.Result) && m.CallId > 0);
                writer.WriteVarint(m.CallId);
                writer.WriteByte((byte)m.Result);
                writer.WriteText(m.ErrorText, ProtocolLimits.ErrorTextBytes);
                writer.WriteBytes(m.Payload.Span);
                return MessageTag.CallReply;
            case CallCancel m:
                Require(m.CallId > 0);
                writer.WriteVarint(m.CallId);
                return MessageTag.CallCancel;
            case GossipEnvelope m:
                return WriteGossip(ref writer, m);
            default:
                return WriteMembership(ref writer, (MembershipMessage)message);
        }
    }

    private static void Write(ref WireWriter writer, CallRequest message)
    {
        Require(message.CallId > 0);
        writer.WriteVarint(message.CallId);
        writer.WriteAscii(message.Group.Value);
        writer.WriteName(message.Method);
        long ticks = Math.Clamp(message.Timeout.Ticks, 0, WireLimits.Timeout.Ticks);
        writer.WriteVarint((ulong)ticks);
        writer.WriteAscii(WireLimits.IsTraceParent(message.TraceParent) ? message.TraceParent : string.Empty);
        writer.WriteBytes(message.Payload.Span);
    }

    private static MessageTag WriteGossip(ref WireWriter writer, GossipEnvelope message)
    {
        writer.WriteGroup(message.Group);
        switch (message)
        {
            case GossipControl m:
                Require(WireLimits.IsValid(m.Kind) && m.Hops >= 0);
                writer.WriteByte((byte)m.Kind);
                writer.WriteId(m.Origin);
                writer.WriteVarint(m.Sequence);
                writer.WriteVarint((ulong)m.Hops);
                writer.WriteVarint(m.Value);
                return MessageTag.GossipControl;
            case GossipPull m:
                Require(!m.Origin.IsNone && m.Sequences.Count <= ProtocolLimits.SequencesPerPull);
                writer.WriteId(m.Origin);
                writer.WriteVarint((ulong)m.Sequences.Count);
                for (int i = 0; i < m.Sequences.Count; i++)
                {
                    writer.WriteVarint(m.Sequences[i]);
                }

                return MessageTag.GossipPull;
            case GossipChunk or GossipChunkPull or GossipChunkDigest:
                return ChunkMessageFormat.Write(ref writer, message);
            default:
                WriteDigest(ref writer, (GossipDigest)message);
                return MessageTag.GossipDigest;
        }
    }

    private static void WriteDigest(ref WireWriter writer, GossipDigest message)
    {
        Require(message.Entries.Count <= ProtocolLimits.EntriesPerDigest);
        writer.WriteBoolean(message.WantsReply);
        writer.WriteVarint((ulong)message.Entries.Count);
        for (int i = 0; i < message.Entries.Count; i++)
        {
            DigestEntry entry = message.Entries[i];
            Require(!entry.Origin.IsNone && entry.Above.Count <= ProtocolLimits.WordsPerDigestEntry);
            writer.WriteId(entry.Origin);
            writer.WriteVarint(entry.Oldest);
            writer.WriteVarint(entry.Floor);
            writer.WriteVarint((ulong)entry.Above.Count);
            for (int word = 0; word < entry.Above.Count; word++)
            {
                writer.WriteWord(entry.Above[word]);
            }
        }
    }

    private static MessageTag WriteMembership(ref WireWriter writer, MembershipMessage message)
    {
        MessageTag tag;
        switch (message)
        {
            case Ping m:
                writer.WriteVarint(m.Sequence);
                tag = MessageTag.Ping;
                break;
            case Ack m:
                writer.WriteVarint(m.Sequence);
                tag = MessageTag.Ack;
                break;
            case PingRequest m:
                Require(!m.Target.IsNone);
                writer.WriteVarint(m.Sequence);
                writer.WriteId(m.Target);
                tag = MessageTag.PingRequest;
                break;
            case Nack m:
                writer.WriteVarint(m.Sequence);
                writer.WriteBoolean(m.Refused);
                tag = MessageTag.Nack;
                break;
            case Sync m:
                writer.WriteBoolean(m.IsRequest);
                writer.WriteBoolean(m.IsLast);
                tag = MessageTag.Sync;
                break;
            default:
                Require(message is MemberUpdates);
                tag = MessageTag.MemberUpdates;
                break;
        }

        Require(message.Updates.Count <= ProtocolLimits.MembersPerMessage);
        writer.WriteVarint((ulong)message.Updates.Count);
        for (int i = 0; i < message.Updates.Count; i++)
        {
            WriteMember(ref writer, message.Updates[i]);
        }

        return tag;
    }

    private static void WriteMember(ref WireWriter writer, Member member)
    {
        Require(!member.Id.IsNone && !member.Address.IsNone && WireLimits.IsValid(member.Status));
        Require(member.Groups.Count <= ProtocolLimits.GroupsPerMember);
        Require(member.Name.Length == 0 || NameRules.IsValid(member.Name));
        writer.WriteId(member.Id);
        writer.WriteAscii(member.Name);
        writer.WriteAscii(member.Address.Host);
        writer.WritePort(member.Address.Port);
        writer.WriteByte((byte)member.Status);
        writer.WriteVarint(member.Incarnation);
        writer.WriteVarint((ulong)member.Groups.Count);
        GroupName last = default;
        for (int i = 0; i < member.Groups.Count; i++)
        {
            GroupName group = member.Groups[i];
            Require(group > last && !group.IsReserved);
            writer.WriteAscii(group.Value);
            last = group;
        }
    }

    private static long Bound(GossipDigest message)
    {
        long bound = 16L + message.Group.Value.Length;
        for (int i = 0; i < message.Entries.Count; i++)
        {
            bound += 40L + ((long)sizeof(ulong) * message.Entries[i].Above.Count);
        }

        return bound;
    }

    private static long Bound(IReadOnlyList<Member> members)
    {
        long bound = 40;
        for (int i = 0; i < members.Count; i++)
        {
            Member member = members[i];
            bound += 48L + member.Name.Length + member.Address.Host.Length;
            for (int group = 0; group < member.Groups.Count; group++)
            {
                bound += 2L + member.Groups[group].Value.Length;
            }
        }

        return bound;
    }

    private static void Require(bool valid)
    {
        if (!valid)
        {
            throw new ArgumentException("The message breaks a limit or rule of the wire format.");
        }
    }
}
