using System.Text;

namespace NodeGroups.Processes;

/// <summary>The last lines of a child's output, at most 8 KiB. Thread-safe.</summary>
internal sealed class OutputTail
{
    public const int BytesLimit = 8 * 1024;

    private readonly Queue<string> _lines = new();
    private int _bytes;

    public void Add(string line)
    {
        lock (_lines)
        {
            _lines.Enqueue(line);
            _bytes += Size(line);
            while (_bytes > BytesLimit)
            {
                _bytes -= Size(_lines.Dequeue());
            }
        }
    }

    public string[] ToArray()
    {
        lock (_lines)
        {
            return [.. _lines];
        }
    }

    private static int Size(string line) => Encoding.UTF8.GetByteCount(line) + 1;
}
