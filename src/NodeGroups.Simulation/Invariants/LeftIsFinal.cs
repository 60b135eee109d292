using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>S5: a life that an observer saw leave never comes back into its view.</summary>
internal sealed class LeftIsFinal : IInvariant
{
    private readonly HashSet<(NodeId Observer, NodeId Member)> _left = [];

    public string Name => "left is final";

    public string? Observe(Observation observation)
    {
        if (observation is not ViewChanged { Change: GroupViewChange change } changed || change.Group != GroupName.All)
        {
            return null;
        }

        foreach (Member member in change.Left)
        {
            _left.Add((changed.Observer, member.Id));
        }

        foreach (Member member in change.Current.Members)
        {
            if (_left.Contains((changed.Observer, member.Id)))
            {
                return $"{member} had left and is back in the view of {changed.Observer.ToShortString()}.";
            }
        }

        return null;
    }

    public string? Check(MonotonicTime now) => null;
}
