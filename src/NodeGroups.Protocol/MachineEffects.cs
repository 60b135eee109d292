namespace NodeGroups.Protocol;

/// <summary>
/// The one way from a machine to its shell: counts what is sent, and knows while an input is being handled, so that an
/// effect that calls back is caught. One instance in a machine's life; nothing is allocated for an input.
/// </summary>
internal sealed class MachineEffects(NodeCounters counters) : IEffects
{
    private IEffects? _shell;

    /// <summary>Whether the node has said its farewell: nothing is sent any more.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Begins an input.</summary>
    /// <exception cref="InvalidOperationException">Another input is being handled: an effect called back.</exception>
    public void Open(IEffects shell)
    {
        ArgumentNullException.ThrowIfNull(shell, "effects");
        if (_shell is not null)
        {
            throw new InvalidOperationException("An effect must not call back into the machine.");
        }

        _shell = shell;
    }

    /// <summary>Ends the input.</summary>
    public void Close() => _shell = null;

    /// <inheritdoc/>
    public void Send(in Peer to, ProtocolMessage message)
    {
        if (IsSilent)
        {
            return;
        }

        counters.MessagesSent++;
        _shell!.Send(to, message);
    }

    /// <inheritdoc/>
    public void ViewChanged(GroupViewChange change) => _shell!.ViewChanged(change);

    /// <inheritdoc/>
    public void Joined() => _shell!.Joined();

    /// <inheritdoc/>
    public void LeaveCompleted() => _shell!.LeaveCompleted();

    /// <inheritdoc/>
    public void DeliverRumor(RumorMessage rumor) => _shell!.DeliverRumor(rumor);

    /// <inheritdoc/>
    public void Published(long token, RumorId rumor) => _shell!.Published(token, rumor);

    /// <inheritdoc/>
    public void TransferChanged(TransferProgress progress) => _shell!.TransferChanged(progress);

    /// <inheritdoc/>
    public void Invoke(in Peer caller, CallRequest request) => _shell!.Invoke(caller, request);

    /// <inheritdoc/>
    public void CancelInvocation(in Peer caller, ulong callId) => _shell!.CancelInvocation(caller, callId);

    /// <inheritdoc/>
    public void CallCompleted(long token, CallResult result, string errorText, ReadOnlyMemory<byte> payload) =>
        _shell!.CallCompleted(token, result, errorText, payload);

    /// <inheritdoc/>
    public void ProbeAnswered(NodeId member, TimeSpan roundTrip) => _shell!.ProbeAnswered(member, roundTrip);

    /// <inheritdoc/>
    public void Notify(ProtocolNotice notice) => _shell!.Notify(notice);
}
