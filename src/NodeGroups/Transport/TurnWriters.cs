namespace NodeGroups.Transport;

/// <summary>The writers that the present turn of a loop has given work. Used by the loop alone.</summary>
/// <remarks>
/// A turn that wrote a little for one peer does so on the loop's own thread: a hand-over would cost more, and the
/// socket never makes it wait.
/// </remarks>
internal sealed class TurnWriters
{
    private const int InlineBytes = 65_536;
    private readonly List<TcpConnection> _writers = [];
    private long _bytes;

    /// <summary>Notes a frame of this turn.</summary>
    public void Count(int bytes) => _bytes += bytes;

    /// <summary>Keeps a writer that has been activated until the end of the turn.</summary>
    public void Add(TcpConnection writer) => _writers.Add(writer);

    /// <summary>Lets the writers write.</summary>
    public void Start()
    {
        if (_writers.Count == 1 && _bytes <= InlineBytes)
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
        _bytes = 0;
    }
}
