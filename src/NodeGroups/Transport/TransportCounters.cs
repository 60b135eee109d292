namespace NodeGroups;

/// <summary>What a transport has done since it was opened. Thread-safe; every value only grows.</summary>
public sealed class TransportCounters
{
    private readonly long[] _dropped = new long[Enum.GetValues<TransportDropReason>().Length];
    private readonly long[] _failures = new long[Enum.GetValues<TransportFailureReason>().Length];
    private long _framesSent;
    private long _framesReceived;
    private long _bytesSent;
    private long _bytesReceived;
    private long _accepted;
    private long _dialled;
    private long _dialsFailed;

    /// <summary>Gets the frames handed to the operating system.</summary>
    public long FramesSent => Volatile.Read(ref _framesSent);

    /// <summary>Gets the frames handed to the reader.</summary>
    public long FramesReceived => Volatile.Read(ref _framesReceived);

    /// <summary>Gets the bytes of the frames sent.</summary>
    public long BytesSent => Volatile.Read(ref _bytesSent);

    /// <summary>Gets the bytes of the frames received.</summary>
    public long BytesReceived => Volatile.Read(ref _bytesReceived);

    /// <summary>Gets the connections that others opened and that passed the handshake.</summary>
    public long ConnectionsAccepted => Volatile.Read(ref _accepted);

    /// <summary>Gets the connections that this node opened and that passed the handshake.</summary>
    public long ConnectionsDialled => Volatile.Read(ref _dialled);

    /// <summary>Gets the dials that led to no connection.</summary>
    public long DialsFailed => Volatile.Read(ref _dialsFailed);

    /// <summary>Gets the frames dropped for all reasons.</summary>
    public long FramesDropped => Sum(_dropped);

    /// <summary>Gets the connections refused or given up for all reasons.</summary>
    public long Failures => Sum(_failures);

    /// <summary>Gets the frames dropped for one reason.</summary>
    /// <param name="reason">The reason.</param>
    /// <returns>The number of frames.</returns>
    public long DroppedFor(TransportDropReason reason) => Volatile.Read(ref _dropped[(int)reason]);

    /// <summary>Gets the connections refused or given up for one reason.</summary>
    /// <param name="reason">The reason.</param>
    /// <returns>The number of connections.</returns>
    public long FailedFor(TransportFailureReason reason) => Volatile.Read(ref _failures[(int)reason]);

    internal void Sent(int frames, long bytes)
    {
        Interlocked.Add(ref _framesSent, frames);
        Interlocked.Add(ref _bytesSent, bytes);
    }

    internal void Received(int frames, long bytes)
    {
        Interlocked.Add(ref _framesReceived, frames);
        Interlocked.Add(ref _bytesReceived, bytes);
    }

    internal void Accepted() => Interlocked.Increment(ref _accepted);

    internal void Dialled() => Interlocked.Increment(ref _dialled);

    internal void DialFailed() => Interlocked.Increment(ref _dialsFailed);

    internal void Dropped(TransportDropReason reason, int frames = 1) =>
        Interlocked.Add(ref _dropped[(int)reason], frames);

    internal void Failed(TransportFailureReason reason) => Interlocked.Increment(ref _failures[(int)reason]);

    private static long Sum(long[] values)
    {
        long sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            sum += Volatile.Read(ref values[i]);
        }

        return sum;
    }
}
