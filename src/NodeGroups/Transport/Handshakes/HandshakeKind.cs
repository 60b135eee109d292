namespace NodeGroups.Transport;

/// <summary>The kind of a handshake message.</summary>
internal enum HandshakeKind : byte
{
    None = 0,

    /// <summary>The dialler introduces itself.</summary>
    Hello = 1,

    /// <summary>The listener introduces itself; frames may follow.</summary>
    Accept = 2,

    /// <summary>The listener refuses and says why.</summary>
    Reject = 3,
}
