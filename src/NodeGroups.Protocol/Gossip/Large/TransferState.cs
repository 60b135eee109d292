namespace NodeGroups;

/// <summary>How far the transfer of a large payload is at one node.</summary>
public enum TransferState
{
    /// <summary>It is announced, and waits for room (<c>Gossip.Large.BytesLimit</c>).</summary>
    Waiting = 1,

    /// <summary>Chunks are on their way.</summary>
    Running = 2,

    /// <summary>Incoming: whole, checked and delivered. Outgoing: every chunk has left this node once.</summary>
    Completed = 3,

    /// <summary>Given up: nothing of it was or will be delivered here.</summary>
    Dropped = 4,
}
