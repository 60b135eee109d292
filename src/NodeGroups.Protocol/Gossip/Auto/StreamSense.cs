using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>Tells whether rumors follow one another: three within ten seconds.</summary>
internal struct StreamSense
{
    private static readonly TimeSpan s_span = TimeSpan.FromSeconds(10);
    private MonotonicTime _last;
    private MonotonicTime _secondLast;
    private int _count;

    /// <summary>Takes in a rumor that is new here.</summary>
    /// <returns>True when it belongs to a stream.</returns>
    public bool Note(MonotonicTime now)
    {
        bool isStream = _count >= 2 && now - _secondLast <= s_span;
        _count = Math.Min(2, _count + 1);
        _secondLast = _last;
        _last = now;
        return isStream;
    }
}
