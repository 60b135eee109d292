namespace NodeGroups.Gossip;

/// <summary>The rumors a strategy still sends in its rounds, oldest first. Bounded: the oldest go.</summary>
/// <remarks>A pass takes each rumor and keeps those that stay; it allocates nothing once the list has
/// grown.</remarks>
internal sealed class HotRumorList
{
    private const int Limit = 4096;
    private readonly List<RumorId> _rumors = [];
    private int _kept;

    /// <summary>Gets how many there are.</summary>
    public int Count => _rumors.Count;

    /// <summary>Gets a rumor.</summary>
    public RumorId this[int index] => _rumors[index];

    /// <summary>Adds a rumor.</summary>
    public void Add(in RumorId rumor)
    {
        if (_rumors.Count >= Limit)
        {
            _rumors.RemoveRange(0, Limit / 4);
        }

        _rumors.Add(rumor);
    }

    /// <summary>Keeps a rumor of the present pass; to be called in order.</summary>
    public void Keep(int index) => _rumors[_kept++] = _rumors[index];

    /// <summary>Ends a pass: what was not kept goes.</summary>
    /// <returns>True when there is still a rumor.</returns>
    public bool EndPass()
    {
        _rumors.RemoveRange(_kept, _rumors.Count - _kept);
        _kept = 0;
        return _rumors.Count > 0;
    }
}
