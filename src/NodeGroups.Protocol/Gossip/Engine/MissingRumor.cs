using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>A rumor that a peer is known to have and that is, or was a moment ago, not here.</summary>
internal struct MissingRumor
{
    private NodeId _first;
    private NodeId _second;
    private NodeId _third;
    private int _holders;

    /// <summary>Who was asked last; none while nobody was.</summary>
    public NodeId Asked;

    /// <summary>When it was first heard of.</summary>
    public MonotonicTime Since;

    /// <summary>When it was last heard of.</summary>
    public MonotonicTime Heard;

    /// <summary>When somebody was asked last.</summary>
    public MonotonicTime AskedAt;

    /// <summary>When to ask next; once it has come, when to forget it.</summary>
    public MonotonicTime Due;

    /// <summary>The place in the queue that counts: others are left from before.</summary>
    public long Queued;

    /// <summary>How many times somebody was asked.</summary>
    public int Requests;

    /// <summary>Whether the strategy is to ask for it, and nobody else for the time being.</summary>
    public bool IsLeftToStrategy;

    /// <summary>Whether it has come.</summary>
    public bool HasCome;

    /// <summary>Whether the one asked last has sent it.</summary>
    public bool WasAnswered;

    /// <summary>Gets how many are known to have it; at least 1.</summary>
    public readonly int Holders => Math.Max(1, _holders);

    /// <summary>Notes who has it: the latest three are known.</summary>
    public void AddHolder(NodeId holder)
    {
        if (holder != _first)
        {
            _third = holder == _second ? _third : _second;
            _second = _first;
            _first = holder;
            _holders = _third.IsNone ? (_second.IsNone ? 1 : 2) : 3;
        }
    }

    /// <summary>Forgets a holder.</summary>
    /// <returns>False when no other is known.</returns>
    public bool RemoveHolder(NodeId holder)
    {
        _first = holder == _first ? default : _first;
        _second = holder == _second ? default : _second;
        _third = holder == _third ? default : _third;
        _second = _second.IsNone ? _third : _second;
        _third = _third == _second ? default : _third;
        _first = _first.IsNone ? _second : _first;
        (_second, _third) = _second == _first ? (_third, default) : (_second, _third);
        _holders = _first.IsNone ? 0 : _second.IsNone ? 1 : _third.IsNone ? 2 : 3;
        return _holders > 0;
    }

    /// <summary>Gets whom to ask now: the one heard of last, then those before, and again.</summary>
    public readonly NodeId ChooseHolder() =>
        (Requests % Holders) switch { 0 => _first, 1 => _second, _ => _third };
}
