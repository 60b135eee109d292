using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <content>The end of a payload here: lost, let go to make room, or gone with the group.</content>
internal sealed partial class LargeRumors
{
    /// <summary>The group is no longer known here: everything goes.</summary>
    public void Clear(IEffects effects)
    {
        foreach (LargeTransfer transfer in (List<LargeTransfer>)[.. _transfers.Values])
        {
            bool isIncomplete = !transfer.IsWhole;
            if (transfer.IsActive || transfer.IsWhole)
            {
                Forget(transfer, effects);
            }

            if (isIncomplete)
            {
                Tell(transfer, TransferState.Dropped, effects);
            }
        }

        while (_publications.TryDequeue(out PublishRumor? command))
        {
            effects.Published(command.Token, default);
        }

        _transfers.Clear();
        _waiting.Clear();
        ClearAsks();
        Next = MonotonicTime.Never;
    }

    /// <summary>Lets go of a payload that had room.</summary>
    public void Forget(LargeTransfer transfer, IEffects effects)
    {
        if (!transfer.IsSeeded && _group.Members.PeerCount > 0)
        {
            Tell(transfer, TransferState.Dropped, effects);
        }

        ReleaseAsks(transfer);
        transfer.End();
        _transfers.Remove((transfer.Rumor.Origin, transfer.Rumor.Sequence));
        _active.Remove(transfer);
        _whole.Remove(transfer);
        _budget.Release(transfer);
    }

    /// <summary>Tells whether a payload is kept for others only, so that it may go when room is needed.</summary>
    public bool IsDone(LargeTransfer transfer, MonotonicTime now) =>
        transfer.IsSeeded || _group.Members.PeerCount == 0
        || now - transfer.LastProgress >= _settings.Large.StallTimeout;

    private void Lose(LargeTransfer transfer, IEffects effects)
    {
        _counters.TransfersDropped++;
        _group.CountLost(1, effects);
        Tell(transfer, TransferState.Dropped, effects);
    }
}
