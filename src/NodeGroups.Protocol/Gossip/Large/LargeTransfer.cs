using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>One large payload at this node: being put together, or whole and kept for others.</summary>
internal sealed class LargeTransfer
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(16);
    private readonly Dictionary<int, List<NodeId>> _waiters = [];
    private readonly Dictionary<NodeId, int> _waiting = [];
    private readonly Dictionary<NodeId, int> _served = [];
    private readonly ChunkMap _held;
    private ChunkMap? _sent;
    private ChunkMap? _strays;
    private (NodeId To, MonotonicTime Since, TimeSpan Pause)[] _given = [];
    private ChunkAsk[] _asks = [];
    private byte[]? _buffer;
    private GossipMembers? _plannedFor;
    private Peer[] _parents = [];

    /// <summary>Creates one that comes in.</summary>
    public LargeTransfer(
        LargeRumors owner, RumorMessage rumor, LargeDescription description, in Peer announcer, MonotonicTime now)
    {
        Owner = owner;
        Rumor = rumor;
        Description = description;
        Announcer = announcer;
        LastProgress = now;
        _held = new ChunkMap(description.ChunkCount);
    }

    /// <summary>Gets the group's part that keeps it.</summary>
    public LargeRumors Owner { get; }

    /// <summary>Gets the rumor that announces it; the payload is the description.</summary>
    public RumorMessage Rumor { get; }

    /// <summary>Gets the description.</summary>
    public LargeDescription Description { get; }

    /// <summary>Gets who announced it first: can be asked even when the origin is no member.</summary>
    public Peer Announcer { get; }

    /// <summary>Gets the payload, once it is whole.</summary>
    public ReadOnlyMemory<byte> Payload { get; private set; }

    /// <summary>Gets or sets when a chunk was last new here; for one's own, when one last left for the first
    /// time.</summary>
    public MonotonicTime LastProgress { get; set; }

    /// <summary>Gets or sets when somebody last asked for it.</summary>
    public MonotonicTime LastAsked { get; set; }

    /// <summary>Gets or sets when the origin is next told that this node still wants it.</summary>
    public MonotonicTime NextClaim { get; set; }

    /// <summary>Gets when it became whole.</summary>
    public MonotonicTime Completed { get; private set; }

    /// <summary>Gets or sets when members are next asked for what the trees did not bring.</summary>
    public MonotonicTime NextProbe { get; set; }

    /// <summary>Gets or sets how many members may still be asked before that.</summary>
    public int ProbesLeft { get; set; }

    /// <summary>Gets or sets how many members have been asked so.</summary>
    public int Probes { get; set; }

    /// <summary>Gets a value indicating whether all of it is here.</summary>
    public bool IsWhole => _held.IsFull;

    /// <summary>Gets a value indicating whether chunks are being asked for.</summary>
    public bool IsActive => _strays is not null;

    /// <summary>Gets a value indicating whether this node published it.</summary>
    public bool IsOwn => _sent is not null;

    /// <summary>Gets a value indicating whether every chunk has left this node once.</summary>
    public bool IsSeeded => _sent is null or { IsFull: true };

    /// <summary>Gets the number of chunks.</summary>
    public int ChunkCount => Description.ChunkCount;

    /// <summary>Gets the last asks for chunks that were given up.</summary>
    public Dictionary<int, ChunkAsk> GivenUp { get; } = [];

    /// <summary>Gets which members held which chunks when they last said so.</summary>
    public Dictionary<NodeId, IReadOnlyList<ulong>> Helpers { get; } = [];

    /// <summary>The payload is this node's own.</summary>
    public void Own(ReadOnlyMemory<byte> payload, MonotonicTime now)
    {
        Payload = payload;
        Completed = now;
        _held.Fill();
        _sent = new ChunkMap(ChunkCount);
        _given = new (NodeId To, MonotonicTime Since, TimeSpan Pause)[ChunkCount];
    }

    /// <summary>There is room for it.</summary>
    public void Admit()
    {
        _asks = new ChunkAsk[ChunkCount];
        _strays = new ChunkMap(ChunkCount);
    }

    /// <summary>No more chunks are asked for.</summary>
    public void End()
    {
        _asks = [];
        _strays = null;
        Helpers.Clear();
        GivenUp.Clear();
    }

    /// <summary>Tells whether a chunk is here.</summary>
    public bool Has(int chunk) => _held.Has(chunk);

    /// <summary>Tells whether a chunk is neither here nor asked for.</summary>
    public bool IsWanted(int chunk) => !_held.Has(chunk) && _asks[chunk].Of.IsNone;

    /// <summary>Tells whether the tree did not bring a chunk: other members are asked for it.</summary>
    public bool IsStray(int chunk) => _strays!.Has(chunk);

    /// <summary>The tree did not bring a chunk.</summary>
    public void NoteStray(int chunk) => _strays!.TryAdd(chunk);

    /// <summary>Gets the ask for a chunk.</summary>
    public ref ChunkAsk AskOf(int chunk) => ref _asks[chunk];

    /// <summary>
    /// Tells whether a member that asks around can have a chunk from here. What the origin has sent to another member
    /// rests, for twice as long each time: it can be had there. Else all would ask the origin, which holds everything
    /// first, whenever the trees are slow.
    /// </summary>
    public bool Offers(int chunk, NodeId to, GossipMembers members, MonotonicTime now)
    {
        if (!IsOwn)
        {
            return Has(chunk);
        }

        (NodeId last, MonotonicTime since, TimeSpan pause) = _given[chunk];
        return last == to || now - since >= pause || members.IndexOf(last) < 0;
    }

    /// <summary>Gets which chunks a member that asks around can have from here.</summary>
    public ulong[] CopyOffered(NodeId to, GossipMembers members, MonotonicTime now)
    {
        if (!IsOwn)
        {
            return _held.ToWords();
        }

        ChunkMap offered = new(ChunkCount);
        for (int i = 0; i < ChunkCount; i++)
        {
            if (Offers(i, to, members, now))
            {
                offered.TryAdd(i);
            }
        }

        return offered.ToWords();
    }

    /// <summary>Gets of whom each stripe is got in the present view; after a change the trees get another
    /// chance.</summary>
    public Peer[] ParentsIn(GossipMembers members)
    {
        if (_plannedFor != members)
        {
            _plannedFor = members;
            _parents = StripePlan.Compute(members, Rumor.Origin, Rumor.Sequence, Announcer);
            _strays!.Clear();
        }

        return _parents;
    }

    /// <summary>Takes in a chunk that has been checked. Memory is used when the first one comes.</summary>
    /// <returns>True when the payload is now whole.</returns>
    public bool Store(int chunk, ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        _buffer ??= GC.AllocateUninitializedArray<byte>(Description.TotalBytes);
        bytes.CopyTo(_buffer.AsSpan(Description.PlaceOf(chunk)));
        _held.TryAdd(chunk);
        LastProgress = now;
        if (!_held.IsFull)
        {
            return false;
        }

        Payload = _buffer;
        Completed = now;
        _buffer = null;
        End();
        return true;
    }

    /// <summary>Makes the message that carries a chunk.</summary>
    public GossipChunk MakeChunk(int chunk)
    {
        ReadOnlyMemory<byte> bytes = (_buffer ?? Payload)[Description.PlaceOf(chunk)];
        return new GossipChunk(Rumor.Group, Rumor.Origin, Rumor.Sequence, chunk, bytes);
    }

    /// <summary>A member waits for a chunk.</summary>
    /// <returns>False when it waits for too many.</returns>
    public bool TryWait(NodeId member, int chunk, int limit)
    {
        int waiting = _waiting.GetValueOrDefault(member);
        if (waiting >= limit)
        {
            return false;
        }

        if (!_waiters.TryGetValue(chunk, out List<NodeId>? members))
        {
            _waiters.Add(chunk, members = []);
        }

        if (!members.Contains(member))
        {
            members.Add(member);
            _waiting[member] = waiting + 1;
        }

        return true;
    }

    /// <summary>Gets who waits for a chunk, and forgets them.</summary>
    public List<NodeId> TakeWaiters(int chunk)
    {
        if (!_waiters.Remove(chunk, out List<NodeId>? members))
        {
            return [];
        }

        foreach (NodeId member in members)
        {
            _waiting[member]--;
        }

        return members;
    }

    /// <summary>A chunk is about to be sent to a member.</summary>
    /// <returns>False when that member has been sent the whole payload many times over.</returns>
    public bool TryServe(NodeId member, int chunk, MonotonicTime now)
    {
        int served = _served.GetValueOrDefault(member);
        if (served >= 64 + (8L * ChunkCount))
        {
            return false;
        }

        _served[member] = served + 1;
        if (IsOwn)
        {
            TimeSpan pause = 2 * _given[chunk].Pause;
            pause = pause < ShortestPause ? ShortestPause : pause < LongestPause ? pause : LongestPause;
            _given[chunk] = (member, now, pause);
        }

        if (_sent?.TryAdd(chunk) == true)
        {
            LastProgress = now;
        }

        return true;
    }

    /// <summary>Gets what is told of it.</summary>
    public TransferProgress Describe(TransferState state)
    {
        ChunkMap done = _sent ?? _held;
        long bytes = Math.Min((long)done.SetCount * Description.ChunkBytes, Description.TotalBytes);
        if (!done.IsFull && done.Has(ChunkCount - 1))
        {
            bytes -= Description.ChunkBytes - Description.SizeOf(ChunkCount - 1);
        }

        return new TransferProgress(
            Rumor.Id, Rumor.Topic, Description.TotalBytes, Math.Max(0, bytes), state, IsOwn);
    }
}
