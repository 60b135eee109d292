namespace NodeGroups.Transport;

/// <summary>The writers that the present turn of a loop has given work. Used by the loop alone.</summary>
/// <remarks>
/// A turn with a single frame writes it on the loop's own thread: a hand-over would cost more, and the socket never
/// makes it wait. With more, the loop goes on while others write.
/// </remarks>
internal sealed class TurnWriters
{
    private readonly List<TcpConnection> _writers = [];
    private int _frames;

    /// <summary>Notes a frame of this turn.</summary>
    public void Count() => _frames++;

    /// <summary>Keeps a writer that has been activated until the end of the turn.</summary>
    public void Add(TcpConnection writer) => _writers.Add(writer);

    /// <summary>Lets the writers write.</summary>
    public void Start()
    {
        if (_writers.Count == 1 && _frames == 1)
        {
            _writers[0].RunWriter();
        }
        else
        {
            foreach (TcpConnection writer in _writers)
            {
                writer.StartWriter();
            }
        }

        _writers.Clear();
        _frames = 0;
    }
}
