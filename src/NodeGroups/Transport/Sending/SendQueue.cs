namespace NodeGroups.Transport;

/// <summary>The two lanes of frames for one peer; the membership lane is taken first. The owner's lock guards
/// it.</summary>
internal sealed class SendQueue(TransportLimits limits)
{
    private readonly SendLane _membership = new();
    private readonly SendLane _bulk = new();

    public bool IsEmpty => _membership.Bytes + _bulk.Bytes == 0;

    /// <summary>Gets whether frames of the application wait.</summary>
    public bool HasBulk => _bulk.Bytes > 0;

    /// <summary>Tells whether a lane has room; an empty lane takes any frame.</summary>
    public bool HasRoom(int bytes, bool membership)
    {
        long waiting = membership ? _membership.Bytes : _bulk.Bytes;
        return waiting == 0 || waiting + bytes <= (membership ? limits.MembershipQueueBytes : limits.SendQueueBytes);
    }

    /// <summary>Copies a frame into its lane, unless the lane is full.</summary>
    public bool TryAdd(ReadOnlySpan<byte> frame, bool membership)
    {
        if (!HasRoom(frame.Length, membership))
        {
            return false;
        }

        (membership ? _membership : _bulk).Add(frame);
        return true;
    }

    public bool TryTake(out SendChunk chunk) => _membership.TryTake(out chunk) || _bulk.TryTake(out chunk);

    /// <summary>Moves all that waits to another queue.</summary>
    public void MoveTo(SendQueue other)
    {
        while (_membership.TryTake(out SendChunk chunk))
        {
            other._membership.Append(chunk);
        }

        while (_bulk.TryTake(out SendChunk chunk))
        {
            other._bulk.Append(chunk);
        }
    }

    /// <summary>Lets go of all that waits.</summary>
    /// <returns>The number of frames.</returns>
    public int Clear()
    {
        int frames = 0;
        while (TryTake(out SendChunk chunk))
        {
            frames += chunk.Frames;
            chunk.Return();
        }

        return frames;
    }
}
