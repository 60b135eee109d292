using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>
/// What one group here knows of one origin: the window of known sequences, and the rumors still retained.
/// </summary>
internal sealed class OriginLog(NodeId origin, int windowSize)
{
    private const int ScanLimit = 64;
    private const int VotesToGiveUp = 4;
    private readonly Dictionary<ulong, StoredRumor> _retained = [];
    private ulong _oldest;
    private int _goneVotes;
    private ulong _goneFloor;

    /// <summary>Gets the origin.</summary>
    public NodeId Origin { get; } = origin;

    /// <summary>Gets the window of known sequences.</summary>
    public OriginWindow Window { get; } = new(windowSize);

    /// <summary>
    /// Gets or sets a value indicating whether the first contact is still to come, so that what is older was never
    /// promised.
    /// </summary>
    public bool IsFresh { get; set; } = true;

    /// <summary>Gets or sets when this origin was last a member, or named by a rumor or a digest.</summary>
    public MonotonicTime Mentioned { get; set; }

    /// <summary>Gets or sets when this origin was last asked to hold back; null when it is not.</summary>
    public MonotonicTime? HeldAt { get; set; }

    /// <summary>Gets the number of retained rumors.</summary>
    public int RetainedCount => _retained.Count;

    /// <summary>Gets the smallest retained sequence; 0 when there is none.</summary>
    public ulong Oldest => _retained.Count == 0 ? 0 : _oldest;

    /// <summary>Finds a retained rumor.</summary>
    public StoredRumor? Find(ulong sequence) => _retained.GetValueOrDefault(sequence);

    /// <summary>Retains a rumor.</summary>
    public void Add(StoredRumor rumor)
    {
        ulong sequence = rumor.Message.Sequence;
        _oldest = _retained.Count == 0 ? sequence : Math.Min(_oldest, sequence);
        _retained.Add(sequence, rumor);
    }

    /// <summary>Retains a rumor no longer.</summary>
    public void Remove(ulong sequence)
    {
        _retained.Remove(sequence);
        if (sequence != _oldest || _retained.Count == 0)
        {
            return;
        }

        for (int i = 0; i < ScanLimit; i++)
        {
            if (_retained.ContainsKey(++_oldest))
            {
                return;
            }
        }

        _oldest = ulong.MaxValue;
        foreach (ulong retained in _retained.Keys)
        {
            _oldest = Math.Min(_oldest, retained);
        }
    }

    /// <summary>
    /// A peer says that it can no longer give sequences up to a floor: after four such words they are given up.
    /// </summary>
    /// <param name="floor">The peer has received or given up all up to this, and retains none of them.</param>
    /// <returns>How many are lost by this; 0 while there is hope that another peer retains them.</returns>
    public ulong NoteGone(ulong floor)
    {
        if (floor <= Window.Floor)
        {
            return 0;
        }

        _goneFloor = _goneVotes == 0 || _goneFloor <= Window.Floor ? floor : Math.Min(_goneFloor, floor);
        if (++_goneVotes < VotesToGiveUp)
        {
            return 0;
        }

        _goneVotes = 0;
        return Window.GiveUp(_goneFloor);
    }

    /// <summary>A peer offers one of the sequences said to be gone: the votes start anew.</summary>
    public void NoteOffer(ulong sequence)
    {
        if (sequence <= _goneFloor)
        {
            _goneVotes = 0;
        }
    }
}
