namespace NodeGroups;

/// <summary>How a child node ended.</summary>
/// <param name="ExitCode">The exit code; 137 after force on Unix.</param>
/// <param name="Forced">True when it did not end within the grace and was ended by force.</param>
public readonly record struct NodeStopResult(int ExitCode, bool Forced)
{
    /// <summary>Gets a value indicating whether it left and ended by itself, with exit code 0.</summary>
    public bool IsGraceful => !Forced && ExitCode == NodeExitCode.Success;
}
