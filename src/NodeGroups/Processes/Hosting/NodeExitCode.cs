namespace NodeGroups;

/// <summary>The exit codes of a program whose <c>Main</c> is <see cref="NodeHost"/>. They are kept between
/// versions.</summary>
public static class NodeExitCode
{
    /// <summary>The node left and ended: told by a signal, by its parent or its parent's end, or by a remote
    /// stop.</summary>
    public const int Success = 0;

    /// <summary>Something unexpected failed.</summary>
    public const int Failure = 1;

    /// <summary>A bad argument or configuration; the last line on standard error tells.</summary>
    public const int Usage = 2;

    /// <summary>The address is taken or cannot be listened at.</summary>
    public const int AddressUnavailable = 3;

    /// <summary>No seed node answered in time.</summary>
    public const int JoinFailed = 4;

    /// <summary>The start action threw.</summary>
    public const int StartActionFailed = 5;

    /// <summary>What it was started with, by its parent or the command line, cannot be used here: an unknown start
    /// action; from a parent also an unknown strategy or another version of the library.</summary>
    public const int StartRefused = 6;

    /// <summary>Killed (Unix): by somebody, or by itself when its parent was gone and it had not ended four seconds
    /// later. No program returns it.</summary>
    public const int Killed = 137;
}
