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
/// twice the longest lag after which such a rumor came by itself. What does not come is asked for, at most four times,
/// with a patience learned from the answers and doubled each time; after that the next digest will show it again.
/// </remarks>
internal sealed class MissingRumors(GossipSettings settings)
{
    private const int Limit = 16_384;
    private const int RequestLimit = 4;
    private const int StandBack = 20;
    private readonly Dictionary<(NodeId Origin, ulong Sequence), MissingRumor> _missing = [];
    private readonly PriorityQueue<(NodeId Origin, ulong Sequence), long> _queue = new();
    private readonly LearnedDelay _arrival = new(2, settings.MinimumPullDelay, Longest(settings));
    private readonly LearnedDelay _answer = new(3, settings.MinimumPullDelay, Longest(settings));
    private bool _wasAnswered;

    /// <summary>Gets when <see cref="TryTake"/> is wanted next.</summary>
    public MonotonicTime Next { get; private set; } = MonotonicTime.Never;

    /// <summary>Gets how long a rumor heard of is waited for at present before it is asked for.</summary>
    public TimeSpan ArrivalDelay => _arrival.Value;

    private TimeSpan Patience => _wasAnswered ? _answer.Value : settings.RepairInterval;

    /// <summary>A peer has a rumor that is not here.</summary>
    /// <returns>True when it had not been heard of, or was given up.</returns>
    public bool Note(NodeId origin, ulong sequence, NodeId holder, MonotonicTime now) =>
        Note(origin, sequence, holder, _arrival.Value, now);

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
            if (Unsafe.IsNullRef(ref entry))
            {
                continue;
            }

            if (entry.Requests == 0 && !entry.HasCome)
            {
                entry.Due = MonotonicTime.Max(entry.Due, entry.Since + _arrival.Value);
            }

            if (entry.Due > now)
            {
                _queue.Enqueue(name, entry.Due.Ticks);
                continue;
            }

            if (entry.HasCome || entry.Requests >= RequestLimit)
            {
                _missing.Remove(name);
                continue;
            }

            (origin, sequence) = name;
            holder = entry.Asked = entry.Holder;
            entry.AskedAt = now;
            entry.Due = now + (Patience * (1 << entry.Requests++));
            _queue.Enqueue(name, entry.Due.Ticks);
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
            _wasAnswered = true;
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
        entry.Holder = holder;
        if (exists)
        {
            return false;
        }

        entry.Since = now;
        entry.Due = now + delay;
        _queue.Enqueue((origin, sequence), entry.Due.Ticks);
        Next = MonotonicTime.Min(Next, entry.Due);
        return true;
    }

    private ref MissingRumor Find(NodeId origin, ulong sequence) =>
        ref CollectionsMarshal.GetValueRefOrNullRef(_missing, (origin, sequence));

    private void SetNext() =>
        Next = _queue.TryPeek(out _, out long ticks)
            ? MonotonicTime.FromOrigin(new TimeSpan(ticks))
            : MonotonicTime.Never;
}
