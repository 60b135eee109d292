using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>S3: what an observer knows of a member, (incarnation, status), never goes back.</summary>
internal sealed class PrecedenceNeverDecreases : IInvariant
{
    private readonly Dictionary<(NodeId Observer, NodeId Member), (uint Incarnation, MemberStatus Status)> _known = [];

    public string Name => "precedence never decreases";

    public string? Observe(Observation observation)
    {
        switch (observation)
        {
            case ViewChanged changed when changed.Change.Group == GroupName.All:
                return JudgeAll(changed.Observer, changed.Change.Failed)
                    ?? JudgeAll(changed.Observer, changed.Change.Current.Members);
            case ViewRead read when read.View.Group == GroupName.All:
                return JudgeAll(read.Observer, read.View.Members);
            default:
                return null;
        }
    }

    public string? Check(MonotonicTime now) => null;

    private string? JudgeAll(NodeId observer, IReadOnlyList<Member> members)
    {
        foreach (Member member in members)
        {
            (uint Incarnation, MemberStatus Status) next = (member.Incarnation, member.Status);
            if (_known.TryGetValue((observer, member.Id), out (uint Incarnation, MemberStatus Status) last)
                && (next.Incarnation < last.Incarnation
                    || (next.Incarnation == last.Incarnation && next.Status < last.Status)))
            {
                return $"{observer.ToShortString()} knew {member} as {last} and now as {next}.";
            }

            _known[(observer, member.Id)] = next;
        }

        return null;
    }
}
