using System.Net.Sockets;

namespace NodeGroups.Benchmarks.Calls;

/// <summary>Writes to a socket; what comes while a write is on its way goes out with the next one.</summary>
internal sealed class BatchingWriter(Socket socket)
{
    private readonly Lock _gate = new();
    private byte[] _filling = new byte[1 << 16];
    private byte[] _sending = new byte[1 << 16];
    private int _filled;
    private bool _active;

    public void Write(ReadOnlySpan<byte> frame)
    {
        lock (_gate)
        {
            if (_filled + frame.Length > _filling.Length)
            {
                Array.Resize(ref _filling, _filling.Length * 2);
            }

            frame.CopyTo(_filling.AsSpan(_filled));
            _filled += frame.Length;
            if (_active)
            {
                return;
            }

            _active = true;
        }

        _ = SendAsync();
    }

    private async Task SendAsync()
    {
        // Gives callers that are ready now the chance to share the write.
        await Task.Yield();
        while (true)
        {
            int count;
            lock (_gate)
            {
                if (_filled == 0)
                {
                    _active = false;
                    return;
                }

                (_filling, _sending) = (_sending, _filling);
                count = _filled;
                _filled = 0;
            }

            for (int sent = 0; sent < count;)
            {
                sent += await socket.SendAsync(_sending.AsMemory(sent, count - sent));
            }
        }
    }
}
