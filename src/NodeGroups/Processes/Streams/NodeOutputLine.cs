namespace NodeGroups;

/// <summary>A line that a child printed.</summary>
/// <param name="Node">The child's name.</param>
/// <param name="Text">
/// The line without its end: at most 4,096 bytes of it, a longer one comes in pieces. Control characters are replaced.
/// </param>
/// <param name="IsError">True when it came through standard error.</param>
public readonly record struct NodeOutputLine(string Node, string Text, bool IsError)
{
    /// <summary>Gets the line after the child's name.</summary>
    /// <returns>For example <c>[alpha-1] warming up</c>.</returns>
    public override string ToString() => $"[{Node}] {Text}";
}
