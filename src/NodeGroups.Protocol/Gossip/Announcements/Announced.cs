using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>A rumor that peers have announced and that is not here yet.</summary>
internal struct Announced
{
    private NodeId _first;
    private NodeId _second;
    private NodeId _third;

    /// <summary>When the payload should have come, by the first announcement.</summary>
    public MonotonicTime Since;

    /// <summary>When the latest request was sent.</summary>
    public MonotonicTime AskedAt;

    /// <summary>When to ask again; the start of time while nobody was asked.</summary>
    public MonotonicTime Due;

    /// <summary>How many announcers are remembered, at most three.</summary>
    public int Count;

    /// <summary>How many requests were sent.</summary>
    public int Asked;

    /// <summary>Gets the announcer whom the latest request went to.</summary>
    public readonly NodeId LastAsked => Asked == 0 ? default : At((Asked - 1) % Count);

    /// <summary>Gets an announcer.</summary>
    public readonly NodeId At(int index) => index == 0 ? _first : index == 1 ? _second : _third;

    /// <summary>Adds an announcer, unless there are three.</summary>
    public void Add(NodeId announcer)
    {
        if (Count == 3 || (Count > 0 && announcer == _first) || (Count > 1 && announcer == _second))
        {
            return;
        }

        switch (Count++)
        {
            case 0:
                _first = announcer;
                break;
            case 1:
                _second = announcer;
                break;
            default:
                _third = announcer;
                break;
        }
    }
}
