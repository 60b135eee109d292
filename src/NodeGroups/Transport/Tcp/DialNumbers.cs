namespace NodeGroups.Transport;

/// <summary>Tells a connection from others of the same pair of nodes, so that both ends keep the same one.</summary>
/// <param name="Dial">
/// Grows with every dial of a node, from a random start, so that no two lives use the same; 0 when not told.
/// </param>
/// <param name="Seen">The last dial of the other side that the dialler had accepted before it began to dial.</param>
internal readonly record struct DialNumbers(ulong Dial, ulong Seen)
{
    /// <summary>Decides whether a connection takes the place of another one with the same node.</summary>
    /// <param name="old">The numbers of the one that stands.</param>
    /// <param name="sameDialler">Whether the same side dialled both.</param>
    /// <param name="bySmallerId">Whether the new one was dialled by the node with the smaller id.</param>
    public bool Replaces(DialNumbers old, bool sameDialler, bool bySmallerId)
    {
        if (sameDialler)
        {
            return Dial == 0 || Dial >= old.Dial;
        }

        // The dialler had accepted the old one and dials nevertheless: it has lost it. Otherwise both dialled at once.
        return bySmallerId || (Seen != 0 && Seen == old.Dial);
    }
}
