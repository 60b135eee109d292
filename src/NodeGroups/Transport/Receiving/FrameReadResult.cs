namespace NodeGroups.Transport;

/// <summary>What a <see cref="FrameReader"/> found next.</summary>
internal enum FrameReadResult
{
    /// <summary>One or more whole frames.</summary>
    Frames = 0,

    /// <summary>The other side will send nothing more and closes in order.</summary>
    Goodbye = 1,

    /// <summary>The stream ended between two frames.</summary>
    End = 2,

    /// <summary>The stream ended inside a frame.</summary>
    Truncated = 3,

    /// <summary>A length that no frame has.</summary>
    BadLength = 4,
}
