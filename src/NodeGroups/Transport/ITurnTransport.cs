namespace NodeGroups.Transport;

/// <summary>A transport that can hold the frames of one turn of a loop until its end, so that they leave
/// together.</summary>
internal interface ITurnTransport : ITransport
{
    /// <summary>Sends as <see cref="ITransport.SendAsync"/> does, at the end of the turn at the latest. One turn at a
    /// time.</summary>
    ValueTask SendInTurnAsync(NodeAddress to, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken);

    /// <summary>Ends the turn: what it held leaves now.</summary>
    void EndTurn();
}
