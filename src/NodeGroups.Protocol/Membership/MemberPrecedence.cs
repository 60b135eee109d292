namespace NodeGroups.Protocol.Membership;

/// <summary>
/// Decides which of two records of one process life is news: one total order, the same on every node.
/// </summary>
/// <remarks>
/// The chain, from weakest to strongest:
/// <c>Alive(0) &lt; Suspect(0) &lt; Dead(0) &lt; Alive(1) &lt; Suspect(1) &lt; Dead(1) &lt; … &lt; Left</c>.
/// Left is final whatever the incarnations. Dead(i) is undone only by Alive(j) with j &gt; i, and only the member
/// itself raises its incarnation, so a member that was removed by mistake comes back by its own word alone.
/// </remarks>
internal static class MemberPrecedence
{
    /// <summary>
    /// The largest incarnation that is believed: far from overflow, so that a refutation always has room.
    /// </summary>
    public const uint IncarnationLimit = uint.MaxValue / 2;

    /// <summary>The largest step between two incarnations of one member that is believed.</summary>
    public const uint JumpLimit = 1 << 20;

    /// <summary>Tells whether a record replaces another of the same node.</summary>
    /// <param name="candidate">What was heard.</param>
    /// <param name="current">What is recorded.</param>
    /// <returns>True when the candidate is strictly stronger.</returns>
    public static bool Supersedes(Member candidate, Member current)
    {
        if (current.Status == MemberStatus.Left || candidate.Status == MemberStatus.Left)
        {
            return current.Status != MemberStatus.Left;
        }

        return candidate.Incarnation != current.Incarnation
            ? candidate.Incarnation > current.Incarnation
            : candidate.Status > current.Status;
    }

    /// <summary>Tells whether an incarnation heard can be true.</summary>
    /// <param name="heard">The incarnation heard.</param>
    /// <param name="recorded">The incarnation recorded, or 0 when the member is new.</param>
    /// <param name="isNew">True when nothing is recorded yet.</param>
    /// <returns>False for absurd values, which must be dropped.</returns>
    public static bool IsBelievable(uint heard, uint recorded, bool isNew) =>
        heard <= IncarnationLimit && (isNew || heard <= recorded || heard - recorded <= JumpLimit);
}
