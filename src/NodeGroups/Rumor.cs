namespace NodeGroups;

/// <summary>A message that reached this node by gossip.</summary>
/// <typeparam name="T">The message's type.</typeparam>
/// <param name="Value">The message.</param>
/// <param name="Id">The rumor's name.</param>
/// <param name="Hops">How many times it was sent on the way here: 0 for a rumor published here, 1 straight from its
/// origin.</param>
public sealed record Rumor<T>(T Value, RumorId Id, int Hops)
{
    /// <summary>Gets the node that published it.</summary>
    public NodeId Origin => Id.Origin;

    /// <summary>
    /// Gets how many rumors the subscription dropped, because its buffer was full, between the one handed out before
    /// and this one.
    /// </summary>
    /// <value>0 unless the reader fell behind.</value>
    public long DroppedBefore { get; init; }
}
