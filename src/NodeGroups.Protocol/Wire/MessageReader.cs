namespace NodeGroups.Protocol;

/// <summary>Reads the body of each message; null when a body is not valid.</summary>
internal static class MessageReader
{
    /// <summary>Tells whether a number belongs to a message of this build.</summary>
    public static bool IsKnown(MessageTag tag) => tag is (>= MessageTag.Ping and <= MessageTag.Sync)
        or (>= MessageTag.Rumor and <= MessageTag.RoutedRumor)
        or (>= MessageTag.GossipChunk and <= MessageTag.GossipChunkDigest)
        or (>= MessageTag.CallRequest and <= MessageTag.CallCancel);

    /// <summary>Tells whether messages of a number travel in the membership lane.</summary>
    public static bool IsMembership(MessageTag tag) => tag <= MessageTag.Sync;

    /// <summary>Reads a body; bytes after it are the caller's to refuse.</summary>
    public static ProtocolMessage? Read(ref WireReader reader, MessageTag tag) => tag switch
    {
        MessageTag.Rumor => ReadRumor(ref reader, isRouted: false),
        MessageTag.RoutedRumor => ReadRumor(ref reader, isRouted: true),
        MessageTag.CallRequest => ReadCallRequest(ref reader),
        MessageTag.CallReply => ReadCallReply(ref reader),
        MessageTag.CallCancel => TryReadCallId(ref reader, out ulong id) ? new CallCancel(id) : null,
        MessageTag.GossipControl => ReadControl(ref reader),
        MessageTag.GossipDigest => ReadDigest(ref reader),
        MessageTag.GossipPull => ReadPull(ref reader),
        MessageTag.GossipChunk or MessageTag.GossipChunkPull or MessageTag.GossipChunkDigest =>
            ChunkMessageFormat.Read(ref reader, tag),
        _ => ReadMembership(ref reader, tag),
    };

    private static bool TryReadCallId(ref WireReader reader, out ulong id) => reader.TryReadVarint(out id) && id > 0;

    private static RumorMessage? ReadRumor(ref WireReader reader, bool isRouted)
    {
        ulong route = 0;
        return reader.TryReadName(optional: false, out GroupName group)
            && reader.TryReadNode(out NodeId origin)
            && reader.TryReadVarint(out ulong sequence) && sequence > 0
            && reader.TryReadVarint(int.MaxValue, out ulong hops)
            && (!isRouted || (reader.TryReadVarint(uint.MaxValue, out route) && route > 0))
            && reader.TryReadByte(out byte kind) && WireLimits.IsValid((RumorKind)kind)
            && reader.TryReadName(optional: false, out GroupName topic)
            && reader.TryReadPayload(out ReadOnlyMemory<byte> payload)
                ? new RumorMessage(
                    group, origin, sequence, (int)hops, (RumorKind)kind, topic.Value, payload, (uint)route)
                : null;
    }

    private static CallRequest? ReadCallRequest(ref WireReader reader) =>
        TryReadCallId(ref reader, out ulong id)
        && reader.TryReadName(optional: true, out GroupName group)
        && reader.TryReadName(optional: false, out GroupName method)
        && reader.TryReadVarint((ulong)WireLimits.Timeout.Ticks, out ulong timeout)
        && reader.TryReadText(WireLimits.TraceParentBytes, out string trace) && WireLimits.IsTraceParent(trace)
        && reader.TryReadPayload(out ReadOnlyMemory<byte> payload)
            ? new CallRequest(id, group, method.Value, new TimeSpan((long)timeout), trace, payload)
            : null;

    private static CallReply? ReadCallReply(ref WireReader reader) =>
        TryReadCallId(ref reader, out ulong id)
        && reader.TryReadByte(out byte result) && WireLimits.IsValid((CallResult)result)
        && reader.TryReadText(ProtocolLimits.ErrorTextBytes, out string error)
        && reader.TryReadPayload(out ReadOnlyMemory<byte> payload)
            ? new CallReply(id, (CallResult)result, error, payload)
            : null;

    private static GossipControl? ReadControl(ref WireReader reader) =>
        reader.TryReadName(optional: false, out GroupName group)
        && reader.TryReadByte(out byte kind) && WireLimits.IsValid((GossipMessageKind)kind)
        && reader.TryReadId(out NodeId origin)
        && reader.TryReadVarint(out ulong sequence)
        && reader.TryReadVarint(int.MaxValue, out ulong hops)
        && reader.TryReadVarint(out ulong value)
            ? new GossipControl(group, (GossipMessageKind)kind, origin, sequence, (int)hops, value)
            : null;

    private static GossipPull? ReadPull(ref WireReader reader)
    {
        if (!reader.TryReadName(optional: false, out GroupName group)
            || !reader.TryReadNode(out NodeId origin)
            || !reader.TryReadCount(ProtocolLimits.SequencesPerPull, 1, out int count))
        {
            return null;
        }

        ulong[] sequences = count == 0 ? [] : new ulong[count];
        for (int i = 0; i < count; i++)
        {
            if (!reader.TryReadVarint(out sequences[i]))
            {
                return null;
            }
        }

        return new GossipPull(group, origin, sequences);
    }

    private static GossipDigest? ReadDigest(ref WireReader reader)
    {
        if (!reader.TryReadName(optional: false, out GroupName group)
            || !reader.TryReadBoolean(out bool wantsReply)
            || !reader.TryReadCount(ProtocolLimits.EntriesPerDigest, WireLimits.DigestEntryBytes, out int count))
        {
            return null;
        }

        DigestEntry[] entries = count == 0 ? [] : new DigestEntry[count];
        for (int i = 0; i < count; i++)
        {
            if (ReadEntry(ref reader) is not { } entry)
            {
                return null;
            }

            entries[i] = entry;
        }

        return new GossipDigest(group, wantsReply, entries);
    }

    private static DigestEntry? ReadEntry(ref WireReader reader)
    {
        if (!reader.TryReadNode(out NodeId origin)
            || !reader.TryReadVarint(out ulong oldest)
            || !reader.TryReadVarint(out ulong floor)
            || !reader.TryReadCount(ProtocolLimits.WordsPerDigestEntry, sizeof(ulong), out int count))
        {
            return null;
        }

        ulong[] above = count == 0 ? [] : new ulong[count];
        for (int i = 0; i < count; i++)
        {
            _ = reader.TryReadWord(out above[i]);
        }

        return new DigestEntry(origin, oldest, floor, above);
    }

    private static MembershipMessage? ReadMembership(ref WireReader reader, MessageTag tag)
    {
        ulong sequence = 0;
        NodeId target = default;
        bool first = false;
        bool second = false;
        bool read = tag switch
        {
            MessageTag.PingRequest =>
                reader.TryReadVarint(uint.MaxValue, out sequence) && reader.TryReadNode(out target),
            MessageTag.Nack => reader.TryReadVarint(uint.MaxValue, out sequence) && reader.TryReadBoolean(out first),
            MessageTag.Sync => reader.TryReadBoolean(out first) && reader.TryReadBoolean(out second),
            MessageTag.MemberUpdates => true,
            _ => reader.TryReadVarint(uint.MaxValue, out sequence),
        };
        if (!read || !TryReadMembers(ref reader, out Member[] members))
        {
            return null;
        }

        return tag switch
        {
            MessageTag.Ping => new Ping((uint)sequence, members),
            MessageTag.Ack => new Ack((uint)sequence, members),
            MessageTag.PingRequest => new PingRequest((uint)sequence, target, members),
            MessageTag.Nack => new Nack((uint)sequence, first, members),
            MessageTag.Sync => new Sync(first, second, members),
            _ => new MemberUpdates(members),
        };
    }

    private static bool TryReadMembers(ref WireReader reader, out Member[] members)
    {
        members = [];
        if (!reader.TryReadCount(ProtocolLimits.MembersPerMessage, WireLimits.MemberBytes, out int count))
        {
            return false;
        }

        members = count == 0 ? [] : new Member[count];
        for (int i = 0; i < count; i++)
        {
            if (ReadMember(ref reader) is not { } member)
            {
                return false;
            }

            members[i] = member;
        }

        return true;
    }

    private static Member? ReadMember(ref WireReader reader)
    {
        if (!reader.TryReadNode(out NodeId id)
            || !reader.TryReadName(optional: true, out GroupName name)
            || !reader.TryReadAddress(out NodeAddress address)
            || !reader.TryReadByte(out byte status) || !WireLimits.IsValid((MemberStatus)status)
            || !reader.TryReadVarint(uint.MaxValue, out ulong incarnation)
            || !reader.TryReadCount(ProtocolLimits.GroupsPerMember, 2, out int count))
        {
            return null;
        }

        GroupName[] groups = count == 0 ? [] : new GroupName[count];
        GroupName last = default;
        for (int i = 0; i < count; i++)
        {
            if (!reader.TryReadName(optional: false, out GroupName group) || group <= last || group.IsReserved)
            {
                return null;
            }

            groups[i] = last = group;
        }

        return new Member(id, name.Value, address, (MemberStatus)status, (uint)incarnation, groups);
    }
}
