using System.Numerics;
using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>
/// When a group's next repair round comes: soon after news, seldom while rumors are only retained, never when there
/// are none.
/// </summary>
/// <remarks>
/// A round is quiet when nothing was new and nothing was found missing since the round before. After
/// ⌈log2(members)⌉/2 + 2 quiet rounds the pace falls to the idle interval.
/// </remarks>
internal sealed class RepairSchedule(GossipSettings settings, DeterministicRandom random)
{
    private bool _isActive;
    private bool _hadNews;
    private int _quietRounds;

    /// <summary>Gets when the next round is due.</summary>
    public MonotonicTime Next { get; private set; } = MonotonicTime.Never;

    /// <summary>Gets the number of rounds since the last new rumor.</summary>
    public ulong Round { get; private set; }

    /// <summary>Something was new, or a difference to a peer was found.</summary>
    public void NoteNews(MonotonicTime now)
    {
        _hadNews = true;
        _quietRounds = 0;
        if (!_isActive)
        {
            _isActive = true;
            Next = now + Jitter(settings.RepairInterval);
        }
    }

    /// <summary>
    /// A rumor was new: its rounds are counted from here, so that nodes with the same news choose alike.
    /// </summary>
    public void NoteRumor(MonotonicTime now)
    {
        Round = 0;
        NoteNews(now);
    }

    /// <summary>A rumor is retained though there is no peer to repair with: come back to let it go.</summary>
    public void NoteRetained(MonotonicTime now)
    {
        if (Next.IsNever)
        {
            Next = now + settings.IdleRepairInterval;
        }
    }

    /// <summary>A round has come: sets the time of the next one.</summary>
    /// <param name="now">The time.</param>
    /// <param name="memberCount">The number of members.</param>
    /// <param name="isRetaining">Whether anything is retained.</param>
    public void Complete(MonotonicTime now, int memberCount, bool isRetaining)
    {
        Round++;
        _quietRounds = _hadNews ? 0 : _quietRounds + 1;
        _hadNews = false;
        int log = BitOperations.Log2((uint)Math.Max(1, memberCount - 1)) + 1;
        _isActive = _isActive && memberCount > 1 && _quietRounds <= (log / 2) + 2;
        Next = _isActive ? now + Jitter(settings.RepairInterval)
            : isRetaining ? now + Jitter(settings.IdleRepairInterval)
            : MonotonicTime.Never;
    }

    /// <summary>Stops.</summary>
    public void Stop()
    {
        _isActive = false;
        Next = MonotonicTime.Never;
    }

    private TimeSpan Jitter(TimeSpan interval) => random.NextTimeSpan(interval * 0.9, interval * 1.1);
}
