using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>
/// The announced rumors that are not here yet, whom to ask for them, and how long to wait for the payload before
/// asking. Bounded.
/// </summary>
/// <remarks>
/// It is waited as long as the payload should need by its place on the way, and some latencies beyond; after a request
/// as long as its answer should need. How many is learned, as Plumtree has no redundant payloads only while its timer
/// is longer than the detour of the tree (Leitão, Pereira and Rodrigues, 2007): three times the longest lag, among the
/// last 256 to 512, from when the payload should have come to when it did. Where the way is being mended a lag holds
/// the delays of others, which would feed on each other; so the delay is at most eight times the longest time from a
/// request to its answer, 16 latencies. A payload that was asked for gives no sample, except when the unasked copy
/// comes after all: then the request was too early. It uses the 64 bits of state of each rumor: bit 0, it came as an
/// answer; bit 1, it came by repair; bit 2, an answer is still to come; above, when it should have come, if it came as
/// an answer or by repair.
/// </remarks>
/// <param name="waits">The bounds of the waits.</param>
internal sealed class AnnouncementTable(AnnouncementWaits waits)
{
    private const ulong AnswerBit = 1;
    private const ulong RepairBit = 2;
    private const ulong AwaitedBit = 4;
    private const int Limit = 16_384;
    private const int RequestLimit = 12;
    private readonly Dictionary<RumorId, Announced> _announced = [];
    private LearnedDelay _lag = new(3, waits.Maximum);
    private LearnedDelay _answer = new(8, waits.Maximum);
    private bool _wasAnswered;

    /// <summary>Gets how long to wait at least for a payload after its time.</summary>
    public TimeSpan DelayIn(IGossipContext context) => DelayOf(waits.Arrival, context);

    /// <summary>Takes in an announcement; sets a timer when it is the first of a rumor that is not here.</summary>
    /// <param name="rumor">The rumor.</param>
    /// <param name="announcer">Who has it.</param>
    /// <param name="hopsLeft">In how many hops it should come; null when it comes only to who asks.</param>
    /// <param name="context">The group.</param>
    public void Note(in RumorId rumor, NodeId announcer, int? hopsLeft, IGossipContext context)
    {
        if (context.Knows(rumor))
        {
            return;
        }

        if (_announced.Count >= Limit)
        {
            _announced.Clear();
        }

        ref Announced entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_announced, rumor, out bool exists);
        entry.Add(announcer);
        if (!exists)
        {
            TimeSpan onTheWay = (hopsLeft ?? 0) * MeanLatency(context);
            entry.Since = context.Now + onTheWay;
            context.SetTimer(rumor, hopsLeft is null ? TimeSpan.Zero : onTheWay + DrawDelay(waits.Arrival, context));
        }
        else if (hopsLeft is null && entry.Asked == 0)
        {
            context.SetTimer(rumor, TimeSpan.Zero);
        }
    }

    /// <summary>A timer has come: chooses whom to ask, and sets the next timer.</summary>
    /// <returns>False when it is not the time to ask, or there is nobody left: repair will find it.</returns>
    public bool TryChoose(in RumorId rumor, IGossipContext context, out NodeId announcer)
    {
        announcer = default;
        ref Announced entry = ref CollectionsMarshal.GetValueRefOrNullRef(_announced, rumor);
        if (Unsafe.IsNullRef(ref entry))
        {
            return false;
        }

        if (entry.Asked >= RequestLimit || context.Knows(rumor))
        {
            _announced.Remove(rumor);
            return false;
        }

        if (context.Now < entry.Due)
        {
            // A timer from before a request that came sooner than it.
            return false;
        }

        announcer = entry.At(entry.Asked++ % entry.Count);
        entry.AskedAt = context.Now;
        TimeSpan delay = DrawDelay(waits.Reply, context);
        entry.Due = context.Now + delay;
        context.SetTimer(rumor, delay);
        return true;
    }

    /// <summary>A rumor is new here.</summary>
    /// <returns>True when it is to be passed on: false when repair fetched it and the strategy did not ask.</returns>
    public bool Complete(in RumorHeader rumor, IGossipContext context)
    {
        bool wasAnnounced = _announced.Remove(rumor.Id, out Announced entry);
        bool isAnswer = wasAnnounced && entry.LastAsked == rumor.From;
        ref ulong state = ref context.StateOf(rumor.Id);
        if (isAnswer)
        {
            _answer.NoteLag(context.Now - entry.AskedAt);
            _wasAnswered = true;
            state = ((ulong)entry.Since.Ticks << 3) | AnswerBit;
        }
        else if (rumor.IsRepair)
        {
            state = wasAnnounced ? ((ulong)entry.Since.Ticks << 3) | RepairBit : RepairBit;
        }
        else if (wasAnnounced)
        {
            _lag.NoteLag(context.Now - entry.Since);
            state = entry.Asked > 0 ? AwaitedBit : 0;
        }

        return isAnswer || !rumor.IsRepair;
    }

    /// <summary>A payload came that is here already.</summary>
    public DuplicateKind NoteDuplicate(in GossipMessage payload, IGossipContext context)
    {
        ref ulong state = ref context.StateOf(payload.Rumor);
        if (payload.Value != 0)
        {
            bool wasAwaited = (state & AwaitedBit) != 0;
            state &= ~AwaitedBit;
            return wasAwaited ? DuplicateKind.Redundant : DuplicateKind.Repair;
        }

        if (state >> 3 != 0)
        {
            _lag.NoteLag(context.Now - MonotonicTime.FromOrigin(new TimeSpan((long)(state >> 3))));
            state &= RepairBit;
        }

        bool wasRepaired = (state & RepairBit) != 0;
        state &= ~RepairBit;
        return wasRepaired ? DuplicateKind.FirstOnTheWay : DuplicateKind.Redundant;
    }

    private static TimeSpan MeanLatency(IGossipContext context) =>
        context.Conditions.Latency ?? context.Conditions.LatencyBound;

    /// <summary>Gets a wait of at least so many latencies, and more by what was learned.</summary>
    private TimeSpan DelayOf(LatencyMultiple least, IGossipContext context)
    {
        TimeSpan shortest = least.In(context);
        shortest = shortest < waits.Minimum ? waits.Minimum : shortest > waits.Maximum ? waits.Maximum : shortest;
        TimeSpan lag = _lag.AtLeast(shortest);
        TimeSpan answer = _answer.AtLeast(shortest);
        return _wasAnswered && answer < lag ? answer : lag;
    }

    private TimeSpan DrawDelay(LatencyMultiple least, IGossipContext context)
    {
        TimeSpan delay = DelayOf(least, context);
        return delay + TimeSpan.FromTicks((long)(delay.Ticks * waits.Jitter * context.NextRandom(1024) / 1024));
    }
}
