using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>
/// Anti-entropy of one group: writes digests, and finds out of a peer's digest what is missing here (Demers et al.,
/// 1987).
/// </summary>
/// <remarks>
/// Both sides pull: who lacks something asks for it, and who has more answers once with its own digest. A digest is
/// bounded by entries and words; where origins do not all fit, the next digest goes on where this one stopped.
/// </remarks>
internal sealed class DigestExchange(NodeId self, RumorStore store, MissingRumors missing, GossipSettings settings)
{
    private const int WordLimit = 32_768;
    private const int SequencesPerDigest = 4 * ProtocolLimits.SequencesPerPull;
    private readonly HashSet<NodeId> _mentioned = [];
    private int _next;

    /// <summary>Gets how many rumors the last <see cref="Compare"/> gave up.</summary>
    public ulong Lost { get; private set; }

    /// <summary>
    /// Gets a value indicating whether the last <see cref="Compare"/> found something new to get or to give up.
    /// </summary>
    public bool FoundMissing { get; private set; }

    /// <summary>
    /// Gets a value indicating whether the last <see cref="Compare"/> found something that the peer lacks.
    /// </summary>
    public bool HasMore { get; private set; }

    /// <summary>Writes a digest of what is retained.</summary>
    public GossipDigest Write(GroupName group, bool wantsReply)
    {
        IReadOnlyList<OriginLog> origins = store.Origins;
        List<DigestEntry> entries = [];
        int words = 0;
        int start = origins.Count == 0 ? 0 : _next % origins.Count;
        for (int i = 0; i < origins.Count && store.Count > 0; i++)
        {
            OriginLog log = origins[(start + i) % origins.Count];
            if (log.RetainedCount == 0)
            {
                continue;
            }

            if (entries.Count == ProtocolLimits.EntriesPerDigest || words >= WordLimit)
            {
                _next = start + i;
                break;
            }

            ulong[] above = log.Window.CopyAbove(ProtocolLimits.WordsPerDigestEntry);
            words += above.Length;
            entries.Add(new DigestEntry(log.Origin, log.Oldest, log.Window.Floor, above));
        }

        return new GossipDigest(group, wantsReply, entries);
    }

    /// <summary>
    /// Compares a peer's digest with what is here, and notes what can be had from the peer.
    /// </summary>
    public void Compare(NodeId from, GossipDigest digest, MonotonicTime now)
    {
        Lost = 0;
        FoundMissing = false;
        HasMore = false;
        _mentioned.Clear();
        int budget = SequencesPerDigest;
        int count = Math.Min(digest.Entries.Count, ProtocolLimits.EntriesPerDigest);
        for (int i = 0; i < count; i++)
        {
            DigestEntry entry = digest.Entries[i];
            _mentioned.Add(entry.Origin);
            if (entry.Origin.IsNone || entry.Oldest is 0 or > long.MaxValue || entry.Floor > long.MaxValue
                || entry.Above.Count > ProtocolLimits.WordsPerDigestEntry)
            {
                continue;
            }

            if (entry.Origin != self && store.GetOrigin(entry.Origin, now) is { } log)
            {
                FindMissing(from, entry, log, now, ref budget);
            }

            HasMore = HasMore || (store.FindOrigin(entry.Origin) is { } known && HasMoreThan(known, entry));
        }

        for (int i = 0; i < store.Origins.Count && !HasMore; i++)
        {
            HasMore = store.Origins[i].RetainedCount > 0 && !_mentioned.Contains(store.Origins[i].Origin);
        }
    }

    private static bool Has(DigestEntry entry, ulong sequence)
    {
        if (sequence <= entry.Floor)
        {
            return true;
        }

        ulong bit = sequence - entry.Floor - 1;
        return bit >> 6 < (ulong)entry.Above.Count && (entry.Above[(int)(bit >> 6)] >> (int)(bit & 63) & 1) != 0;
    }

    private static bool HasMoreThan(OriginLog log, DigestEntry entry)
    {
        ulong first = Math.Max(entry.Floor + 1, log.Oldest);
        for (ulong sequence = first; sequence <= log.Window.Top && log.RetainedCount > 0; sequence++)
        {
            if (!Has(entry, sequence) && log.Find(sequence) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private void FindMissing(NodeId from, DigestEntry entry, OriginLog log, MonotonicTime now, ref int budget)
    {
        ulong gone = Math.Min(entry.Oldest - 1, entry.Floor);
        if (log.IsFresh)
        {
            log.IsFresh = false;
            log.Window.CountLossesFrom(gone + 1);
            log.Window.GiveUp(gone);
        }
        else if (gone > log.Window.Floor)
        {
            FoundMissing = true;
            Lost += log.NoteGone(gone);
        }

        ulong top = entry.Floor + (64 * (ulong)entry.Above.Count);
        top = Math.Min(top, log.Window.Floor + (ulong)settings.WindowSize);
        for (ulong s = Math.Max(log.Window.Floor + 1, entry.Oldest); s <= top && budget > 0; s++)
        {
            if (!log.Window.Knows(s) && Has(entry, s))
            {
                budget--;
                log.NoteOffer(s);
                FoundMissing |= missing.Note(log.Origin, s, from, now);
            }
        }
    }
}
