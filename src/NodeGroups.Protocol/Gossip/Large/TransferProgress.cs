namespace NodeGroups;

/// <summary>How far a large payload has come at one node. Immutable.</summary>
/// <param name="Rumor">The rumor's name; its origin is this node when the transfer is outgoing.</param>
/// <param name="Topic">The topic, or for an invocation the method.</param>
/// <param name="TotalBytes">The size of the payload.</param>
/// <param name="DoneBytes">
/// Incoming: the bytes here and checked. Outgoing: the bytes that have left this node at least once; the other members
/// pass them on among themselves, so this does not tell that anybody has everything.
/// </param>
/// <param name="State">The state.</param>
/// <param name="IsOutgoing">True at the node that published the rumor.</param>
public sealed record TransferProgress(
    RumorId Rumor, string Topic, long TotalBytes, long DoneBytes, TransferState State, bool IsOutgoing)
{
    /// <summary>Gets a form for people.</summary>
    /// <returns>For example <c>orders/1f2e3d4c#17 blobs: 65536 of 16777216 bytes, Running</c>.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"{Rumor} {Topic}: {DoneBytes} of {TotalBytes} bytes, {State}");
}
