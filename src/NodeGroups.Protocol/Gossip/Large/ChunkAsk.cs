using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>A chunk that has been asked for.</summary>
/// <param name="Of">Of whom; none when it has not been asked for.</param>
/// <param name="At">When.</param>
/// <param name="Order">The count of chunks asked of that peer.</param>
internal readonly record struct ChunkAsk(NodeId Of, MonotonicTime At, long Order);
