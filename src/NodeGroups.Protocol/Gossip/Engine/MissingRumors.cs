using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>
/// The rumors heard of and not here: who has them, when to ask, and what has been asked, so that an answer is known as
/// one. Bounded.
/// </summary>
/// <remarks>
/// Most of what a digest or a gap in the sequences shows to be missing is only on its way. So it is waited for first:
/// an eighth of what a message hardly exceeds, or twice the longest lag after which such a rumor came by itself. What
/// does not come is asked for: in turn of the last three peers that were heard to have it, with a patience learned
/// from the answers and doubled each time that all of them were asked, or as soon as another is heard to have it and
/// the patience is over. It is forgotten when nobody has been heard to have it for as long as rumors are retained.
/// </remarks>
internal sealed class MissingRumors(GossipSettings settings, GossipDelays delays)
{
    private const int Limit = 16_384;
    private const int DoublingsLimit = 6;
    private const int StandBack = 20;
    private readonly Dictionary<(NodeId Origin, ulong Sequence), MissingRumor> _missing = [];
    private readonly PriorityQueue<(NodeId Origin, ulong Sequence), long> _queue = new();
    private LearnedDelay _arrival = new(2, Longest(settings));
    private LearnedDelay _answer = new(3, Longest(settings));

    /// <summary>Gets when <see cref="TryTake"/> is wanted next.</summary>
    public MonotonicTime Next { get; private set; } = MonotonicTime.Never;

    /// <summary>Gets how long a rumor heard of is waited for at present before it is asked for.</summary>
    public TimeSpan ArrivalDelay => _arrival.AtLeast(delays.Pull);

    /// <summary>Gets the part of it that was learned; zero when nothing came by itself lately.</summary>
    public TimeSpan LearnedDelay => _arrival.AtLeast(default);

    private TimeSpan Patience => _answer.AtLeast(delays.Answer);

    /// <summary>A peer has a rumor that is not here.</summary>
    /// <returns>True when it had not been heard of, or was given up.</returns>
    public bool Note(NodeId origin, ulong sequence, NodeId holder, MonotonicTime now) =>
        Note(origin, sequence, holder, ArrivalDelay, now);

    /// <summary>
    /// A peer has announced a rumor to the strategy, which will ask for it: repair stands back for twenty intervals.
    /// </summary>
    public void NoteAnnounced(NodeId origin, ulong sequence, NodeId holder, MonotonicTime now)
    {
        TimeSpan delay = StandBack * settings.RepairInterval;
        if (!Note(origin, sequence, holder, delay, now))
        {
            ref MissingRumor entry = ref Find(origin, sequence);
            if (!Unsafe.IsNullRef(ref entry) && entry.Requests == 0)
            {
                entry.Due = MonotonicTime.Max(entry.Due, now + delay);
                entry.IsLeftToStrategy = true;
            }
        }
    }

    /// <summary>The strategy asks a peer for a rumor that is not here.</summary>
    public void NoteAsked(NodeId origin, ulong sequence, NodeId peer, MonotonicTime now)
    {
        NoteAnnounced(origin, sequence, peer, now);
        ref MissingRumor entry = ref Find(origin, sequence);
        if (!Unsafe.IsNullRef(ref entry))
        {
            entry.Asked = peer;
            entry.AskedAt = now;
            entry.Requests = Math.Max(1, entry.Requests);
            entry.IsLeftToStrategy = true;
            entry.Due = MonotonicTime.Max(entry.Due, now + (StandBack * settings.RepairInterval));
        }
    }

    /// <summary>Takes a rumor that is to be asked for now.</summary>
    /// <param name="now">The time.</param>
    /// <param name="origin">Its origin.</param>
    /// <param name="sequence">Its sequence.</param>
    /// <param name="holder">Whom to ask.</param>
    /// <returns>False when nothing is due.</returns>
    public bool TryTake(MonotonicTime now, out NodeId origin, out ulong sequence, out NodeId holder)
    {
        while (_queue.TryPeek(out (NodeId Origin, ulong Sequence) name, out long ticks) && ticks <= now.Ticks)
        {
            _queue.Dequeue();
            ref MissingRumor entry = ref Find(name.Origin, name.Sequence);
            if (Unsafe.IsNullRef(ref entry) || entry.Queued != ticks)
            {
                continue;
            }

            if (entry.Requests == 0 && !entry.HasCome)
            {
                entry.Due = MonotonicTime.Max(entry.Due, entry.Since + ArrivalDelay);
            }

            if (entry.Due > now)
            {
                Enqueue(name, ref entry);
                continue;
            }

            if (entry.HasCome || now - entry.Heard > settings.Retention)
            {
                _missing.Remove(name);
                continue;
            }

            (origin, sequence) = name;
            entry.IsLeftToStrategy = false;
            holder = entry.Asked = entry.ChooseHolder();
            entry.AskedAt = now;
            TimeSpan patience = Patience * (1 << Math.Min(entry.Requests++ / entry.Holders, DoublingsLimit));
            entry.Due = now + (patience < settings.IdleRepairInterval ? patience : settings.IdleRepairInterval);
            Enqueue(name, ref entry);
            SetNext();
            return true;
        }

        (origin, sequence, holder) = (default, 0, default);
        SetNext();
        return false;
    }

    /// <summary>A payload has come, for the first time or again.</summary>
    /// <returns>
    /// True when it is the answer of the peer that was asked last: of two copies from there, the first.
    /// </returns>
    public bool Complete(NodeId origin, ulong sequence, NodeId from, MonotonicTime now)
    {
        if (_missing.Count == 0)
        {
            return false;
        }

        ref MissingRumor entry = ref Find(origin, sequence);
        if (Unsafe.IsNullRef(ref entry))
        {
            return false;
        }

        bool isAnswer = entry.Requests > 0 && entry.Asked == from && !entry.WasAnswered;
        if (isAnswer)
        {
            entry.WasAnswered = true;
            _answer.NoteLag(now - entry.AskedAt);
        }
        else
        {
            _arrival.NoteLag(now - entry.Since);
        }

        if (entry.HasCome || entry.Requests == 0)
        {
            _missing.Remove((origin, sequence));
            return isAnswer;
        }

        if (isAnswer)
        {
            _arrival.NoteOverdue();
        }

        // Kept a while for the second copy: an answer still to come, or the one that would have come by itself.
        entry.HasCome = true;
        entry.Due = now + (4 * settings.RepairInterval);
        return isAnswer;
    }

    /// <summary>A peer that was to be asked is no longer a member: another is asked, if one is known.</summary>
    public void NoteGone(NodeId origin, ulong sequence, NodeId holder, MonotonicTime now)
    {
        ref MissingRumor entry = ref Find(origin, sequence);
        if (Unsafe.IsNullRef(ref entry))
        {
            return;
        }

        entry.Requests = Math.Max(0, entry.Requests - 1);
        entry.Asked = default;
        entry.Due = now;
        if (entry.RemoveHolder(holder))
        {
            Enqueue((origin, sequence), ref entry);
        }
        else
        {
            _missing.Remove((origin, sequence));
        }
    }

    /// <summary>A rumor is no longer wanted: it is here, or was given up.</summary>
    public void Forget(NodeId origin, ulong sequence) => _missing.Remove((origin, sequence));

    /// <summary>Forgets all of them.</summary>
    public void Clear()
    {
        _missing.Clear();
        _queue.Clear();
        Next = MonotonicTime.Never;
    }

    private static TimeSpan Longest(GossipSettings settings) =>
        TimeSpan.FromTicks(Math.Max(
            settings.MinimumPullDelay.Ticks, 20 * settings.RepairInterval.Ticks));

    private bool Note(NodeId origin, ulong sequence, NodeId holder, TimeSpan delay, MonotonicTime now)
    {
        if (_missing.Count >= Limit)
        {
            return false;
        }

        ref MissingRumor entry =
            ref CollectionsMarshal.GetValueRefOrAddDefault(_missing, (origin, sequence), out bool exists);
        entry.AddHolder(holder);
        entry.Heard = now;
        if (exists)
        {
            bool isOverdue = entry.Requests > 0 && !entry.HasCome && !entry.IsLeftToStrategy
                && now - entry.AskedAt >= Patience;
            if (isOverdue && now < entry.Due)
            {
                entry.Due = now;
                Enqueue((origin, sequence), ref entry);
            }

            return false;
        }

        entry.Since = now;
        entry.Due = now + delay;
        Enqueue((origin, sequence), ref entry);
        return true;
    }

    private void Enqueue((NodeId Origin, ulong Sequence) name, ref MissingRumor entry)
    {
        entry.Queued = entry.Due.Ticks;
        _queue.Enqueue(name, entry.Queued);
        Next = MonotonicTime.Min(Next, entry.Due);
    }

    private ref MissingRumor Find(NodeId origin, ulong sequence) =>
        ref CollectionsMarshal.GetValueRefOrNullRef(_missing, (origin, sequence));

    private void SetNext() =>
        Next = _queue.TryPeek(out _, out long ticks)
            ? MonotonicTime.FromOrigin(new TimeSpan(ticks))
            : MonotonicTime.Never;
}
