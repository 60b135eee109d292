using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>A rumor retained with its payload.</summary>
internal sealed class StoredRumor(RumorMessage message, OriginLog origin, MonotonicTime arrived)
{
    private RumorMessage? _outgoing;

    /// <summary>The strategy's own bits.</summary>
    public ulong State;

    /// <summary>Gets the rumor as it came here; 0 hops when it was published here.</summary>
    public RumorMessage Message { get; private set; } = message;

    /// <summary>Gets the log of its origin.</summary>
    public OriginLog Origin { get; } = origin;

    /// <summary>Gets when it came.</summary>
    public MonotonicTime Arrived { get; } = arrived;

    /// <summary>Gets or sets the rumor that came next.</summary>
    public StoredRumor? Next { get; set; }

    /// <summary>Writes down the way that the strategy at the origin chose; the first choice stands.</summary>
    /// <returns>True when this was the first.</returns>
    public bool TrySetRoute(uint route)
    {
        if (route == 0 || Message.Route > 0 || Message.Hops > 0 || _outgoing is not null)
        {
            return false;
        }

        Message = Message with { Route = route };
        return true;
    }

    /// <summary>Gets the one instance that is sent to every peer, so that it is encoded once.</summary>
    public RumorMessage Outgoing => _outgoing ??= Message with { Hops = Message.Hops + 1 };
}
