using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>The large payloads of one group: published, put together, delivered once, kept for others.</summary>
/// <remarks>
/// The descriptions travel as ordinary rumors, by the group's strategy. Who has one asks its parent in each stripe's
/// tree for chunks, a few at a time; a parent answers with a chunk when it has it. What the trees do not bring in time
/// is asked of other members, who say which chunks they hold.
/// </remarks>
internal sealed partial class LargeRumors
{
    private const int WaitingLimit = 1024;
    private readonly GossipGroup _group;
    private readonly NodeId _self;
    private readonly GossipSettings _settings;
    private readonly NodeCounters _counters;
    private readonly LargeBudget _budget;
    private readonly Dictionary<(NodeId Origin, ulong Sequence), LargeTransfer> _transfers = [];
    private readonly List<LargeTransfer> _waiting = [];
    private readonly List<LargeTransfer> _active = [];
    private readonly List<LargeTransfer> _whole = [];
    private readonly Queue<PublishRumor> _publications = new();

    /// <summary>Creates the part of a group.</summary>
    public LargeRumors(
        GossipGroup group,
        MachineSettings settings,
        NodeCounters counters,
        LargeBudget budget,
        DeterministicRandom random)
    {
        _group = group;
        _self = settings.Id;
        _settings = settings.Gossip;
        _counters = counters;
        _budget = budget;
        _random = random;
    }

    /// <summary>Gets when <see cref="Advance"/> is wanted next.</summary>
    public MonotonicTime Next { get; private set; } = MonotonicTime.Never;

    private int Window => _settings.Large.ChunksInFlightPerPeer;

    /// <summary>Publishes a payload, at once or when there is room for it; the publication is answered then.</summary>
    public void Publish(PublishRumor command, MonotonicTime now, IEffects effects)
    {
        if (_publications.Count > 0 || !TryPublish(command, now, effects))
        {
            _publications.Enqueue(command);
            Wake(now + _settings.RepairInterval);
        }
    }

    /// <summary>A description came for the first time.</summary>
    public void Begin(
        RumorMessage rumor, LargeDescription description, in Peer announcer, MonotonicTime now, IEffects effects)
    {
        LargeTransfer transfer = new(this, rumor, description, announcer, now);
        bool isTooLarge = description.TotalBytes > Math.Min(_settings.PayloadBytesLimit, _budget.Limit / 2);
        if (isTooLarge || _waiting.Count >= WaitingLimit)
        {
            ForgetEarlyPulls(rumor);
            Lose(transfer, effects);
            return;
        }

        _transfers.Add((rumor.Origin, rumor.Sequence), transfer);
        bool isAdmitted = TryAdmit(transfer, now, effects);
        if (!isAdmitted)
        {
            _waiting.Add(transfer);
            Tell(transfer, TransferState.Waiting, effects);
        }

        ServeEarlyPulls(transfer, isAdmitted, now, effects);
        Wake(now + _settings.RepairInterval);
    }

    /// <summary>Takes in a chunk.</summary>
    public void Receive(NodeId from, GossipChunk chunk, MonotonicTime now, IEffects effects)
    {
        LargeTransfer? transfer = Find(chunk.Origin, chunk.Sequence);
        if (transfer is null || chunk.Index >= transfer.ChunkCount)
        {
            _counters.ChunksRefused++;
            return;
        }

        if (transfer.GivenUp.TryGetValue(chunk.Index, out ChunkAsk givenUp) && givenUp.Of == from)
        {
            _patience.NoteLag(now - givenUp.At);
        }

        if (transfer.Has(chunk.Index))
        {
            _counters.ChunksRedundant++;
            return;
        }

        if (!transfer.IsActive || !transfer.Description.Fits(chunk.Index, chunk.Payload.Span))
        {
            _counters.ChunksRefused++;
            GiveUpAsk(transfer, chunk.Index, from, now);
            return;
        }

        _counters.ChunksReceived++;
        NoteAnswer(transfer, chunk.Index, from, now);
        bool isWhole = transfer.Store(chunk.Index, chunk.Payload.Span, now);
        PassOn(transfer, chunk.Index, now, effects);
        if (isWhole)
        {
            Complete(transfer, effects);
            return;
        }

        Tell(transfer, TransferState.Running, effects);
        AskParents(transfer, now, effects);
        AskHelper(transfer, from, now, effects);
    }

    /// <summary>Does what is due.</summary>
    public void Advance(MonotonicTime now, IEffects effects)
    {
        Next = MonotonicTime.Never;
        while (_publications.TryPeek(out PublishRumor? command) && TryPublish(command, now, effects))
        {
            _publications.Dequeue();
        }

        for (int i = _whole.Count - 1; i >= 0; i--)
        {
            if (now - _whole[i].Completed >= _settings.Retention)
            {
                Forget(_whole[i], effects);
            }
        }

        for (int i = 0; i < _waiting.Count;)
        {
            LargeTransfer transfer = _waiting[i];
            Claim(transfer, now, effects);
            bool isLate = now - transfer.LastProgress >= _settings.Retention;
            if (isLate || TryAdmit(transfer, now, effects))
            {
                _waiting.RemoveAt(i);
            }
            else
            {
                i++;
            }

            if (isLate)
            {
                _transfers.Remove((transfer.Rumor.Origin, transfer.Rumor.Sequence));
                Lose(transfer, effects);
            }
        }

        for (int i = _active.Count - 1; i >= 0; i--)
        {
            Repair(_active[i], now, effects);
        }

        ForgetPeers();
        if (_active.Count + _waiting.Count + _publications.Count > 0)
        {
            Wake(now + _settings.RepairInterval);
        }

        foreach (LargeTransfer transfer in _whole)
        {
            Wake(transfer.Completed + _settings.Retention);
        }
    }

    private LargeTransfer? Find(NodeId origin, ulong sequence) => _transfers.GetValueOrDefault((origin, sequence));

    private bool TryPublish(PublishRumor command, MonotonicTime now, IEffects effects)
    {
        ReadOnlyMemory<byte> bytes = command.Description.IsEmpty
            ? LargePayload.Describe(command.Payload, _settings)
            : command.Description;
        LargeDescription? description = LargeDescription.Read(bytes);
        if (description?.TotalBytes != command.Payload.Length || description.TotalBytes > _budget.Limit / 2)
        {
            _counters.MessagesDropped++;
            effects.Published(command.Token, default);
            return true;
        }

        if (!_budget.TryReserve(description.TotalBytes, isOwn: true, now, effects))
        {
            return false;
        }

        _group.NoteStriped(description.TotalBytes, effects);
        RumorMessage rumor = _group.Publish(command, bytes, now, effects);
        LargeTransfer transfer = new(this, rumor, description, default, now);
        transfer.Own(command.Payload, now);
        _transfers.Add((rumor.Origin, rumor.Sequence), transfer);
        _whole.Add(transfer);
        _budget.Keep(transfer);
        Wake(now + _settings.Retention);
        Tell(transfer, _group.Members.PeerCount == 0 ? TransferState.Completed : TransferState.Running, effects);
        return true;
    }

    private bool TryAdmit(LargeTransfer transfer, MonotonicTime now, IEffects effects)
    {
        if (!_budget.TryReserve(transfer.Description.TotalBytes, isOwn: false, now, effects))
        {
            return false;
        }

        transfer.Admit();
        transfer.LastProgress = now;
        _active.Add(transfer);
        Tell(transfer, TransferState.Running, effects);
        AskParents(transfer, now, effects);
        return true;
    }

    private void Complete(LargeTransfer transfer, IEffects effects)
    {
        _active.Remove(transfer);
        _whole.Add(transfer);
        _budget.Keep(transfer);
        _counters.TransfersCompleted++;
        Wake(transfer.Completed + _settings.Retention);
        Tell(transfer, TransferState.Completed, effects);
        _group.Deliver(transfer.Rumor, transfer.Payload, effects);
    }

    private static void Tell(LargeTransfer transfer, TransferState state, IEffects effects) =>
        effects.TransferChanged(transfer.Describe(state));

    private void Wake(MonotonicTime time) => Next = MonotonicTime.Min(Next, time);
}
