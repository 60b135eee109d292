namespace NodeGroups.Gossip;

/// <summary>
/// How long to wait for something that mostly comes by itself: a multiple of the longest lag among the latest, within
/// bounds.
/// </summary>
/// <remarks>
/// The longest of the last 256 to 512 lags, so that one slow moment is forgotten after a while. Where nothing comes by
/// itself any more there are no lags to forget it with: <see cref="NoteOverdue"/> shortens the wait instead.
/// </remarks>
internal struct LearnedDelay(int factor, TimeSpan maximum)
{
    private const int LagsPerEpoch = 256;
    private TimeSpan _longest;
    private TimeSpan _longestBefore;
    private int _lags;

    /// <summary>Gets the wait, which is at least so long.</summary>
    public readonly TimeSpan AtLeast(TimeSpan minimum)
    {
        TimeSpan wanted = factor * (_longest > _longestBefore ? _longest : _longestBefore);
        wanted = wanted > maximum ? maximum : wanted;
        return wanted < minimum ? minimum : wanted;
    }

    /// <summary>It came by itself, after so long.</summary>
    public void NoteLag(TimeSpan lag)
    {
        if (++_lags > LagsPerEpoch)
        {
            _lags = 1;
            _longestBefore = _longest;
            _longest = TimeSpan.Zero;
        }

        _longest = lag > _longest ? lag : _longest;
    }

    /// <summary>It did not come by itself: to wait was in vain, so the wait becomes an eighth shorter.</summary>
    public void NoteOverdue()
    {
        _longest -= _longest / 8;
        _longestBefore -= _longestBefore / 8;
    }
}
