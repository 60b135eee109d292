using System.Text;

namespace NodeGroups.Processes;

/// <summary>Reads lines from a stream in bounded memory: a line beyond the limit comes in pieces.</summary>
internal sealed class LineReader(Stream stream, int lineBytesLimit)
{
    private byte[] _buffer = new byte[Math.Min(4096, lineBytesLimit)];
    private int _start;
    private int _end;

    /// <summary>Reads the next line, without its end.</summary>
    /// <returns>The line; null at the end of the stream, and when the stream fails, as a pipe to a dead process
    /// does.</returns>
    public async ValueTask<string?> ReadAsync(CancellationToken cancellationToken)
    {
        int searched = 0;
        while (true)
        {
            int found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                return Take(searched + found, skip: 1);
            }

            searched = _end - _start;
            if (searched == lineBytesLimit)
            {
                return Take(searched, skip: 0);
            }

            MakeRoom(searched);
            int read = await FillAsync(cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return searched == 0 ? null : Take(searched, skip: 0);
            }

            _end += read;
        }
    }

    private void MakeRoom(int used)
    {
        _buffer.AsSpan(_start, used).CopyTo(_buffer);
        _start = 0;
        _end = used;
        if (used == _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Min(2 * used, lineBytesLimit));
        }
    }

    private async ValueTask<int> FillAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return 0;
        }
    }

    private string Take(int length, int skip)
    {
        ReadOnlySpan<byte> line = _buffer.AsSpan(_start, length);
        _start += length + skip;
        return Encoding.UTF8.GetString(line is [.. var text, (byte)'\r'] ? text : line);
    }
}
