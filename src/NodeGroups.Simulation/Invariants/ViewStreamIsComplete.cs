using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>S6: the announced changes lead from each view to the next, and the last one is what can be read.</summary>
/// <remarks>Versions grow by one while the node knows the group; after it has forgotten it, they still grow.</remarks>
internal sealed class ViewStreamIsComplete : IInvariant
{
    private readonly Dictionary<(NodeId Observer, GroupName Group), GroupView> _last = [];
    private readonly Dictionary<(NodeId Observer, GroupName Group), ulong> _forgotten = [];

    public string Name => "view stream is complete";

    public string? Observe(Observation observation) => observation switch
    {
        ViewChanged changed => Judge(changed),
        ViewRead read => Judge(read),
        ViewForgotten forgotten => Forget(forgotten),
        _ => null,
    };

    public string? Check(MonotonicTime now) => null;

    private static string? FindDifference(GroupView? last, GroupViewChange change)
    {
        GroupView current = change.Current;
        NodeId previous = NodeId.None;
        foreach (Member member in current.Members)
        {
            if (!member.IsPresent || (!member.Id.IsNone && member.Id <= previous))
            {
                return $"{member} is {member.Status} in the view, or out of order.";
            }

            previous = member.Id;
            bool isNew = last is null || !last.Contains(member.Id);
            bool isAnnounced = change.Joined.Any(m => m.Id == member.Id);
            if (last is not null && isNew != isAnnounced)
            {
                return $"{member} is new: {isNew}, announced: {isAnnounced}.";
            }
        }

        foreach (Member member in last?.Members ?? [])
        {
            int announced = change.Left.Concat(change.Failed).Count(m => m.Id == member.Id);
            if (announced != (current.Contains(member.Id) ? 0 : 1))
            {
                return $"{member} was announced as gone {announced} times.";
            }
        }

        return null;
    }

    private string? Judge(ViewChanged changed)
    {
        GroupView current = changed.Change.Current;
        GroupView? last = _last.GetValueOrDefault((changed.Observer, current.Group));
        _last[(changed.Observer, current.Group)] = current;
        ulong previous = last?.Version ?? _forgotten.GetValueOrDefault((changed.Observer, current.Group));
        bool follows = last is null ? current.Version > previous : current.Version == previous + 1;
        string? problem = follows
            ? FindDifference(last, changed.Change)
            : $"version {current.Version} follows {previous}";
        return problem is null ? null : $"At {changed.Observer.ToShortString()}, {current.Group}: {problem}";
    }

    private string? Forget(ViewForgotten forgotten)
    {
        if (_last.Remove((forgotten.Observer, forgotten.Group), out GroupView? last))
        {
            _forgotten[(forgotten.Observer, forgotten.Group)] = last.Version;
        }

        return null;
    }

    private string? Judge(ViewRead read)
    {
        GroupView? last = _last.GetValueOrDefault((read.Observer, read.View.Group));
        if (last is null || ReferenceEquals(last, read.View))
        {
            return null;
        }

        return last.Version == read.View.Version
            && last.Members.Select(m => m.Id).SequenceEqual(read.View.Members.Select(m => m.Id))
            ? null
            : $"{read.Observer.ToShortString()} announced {last} but has {read.View}.";
    }
}
