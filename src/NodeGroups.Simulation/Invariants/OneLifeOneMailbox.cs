using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>S8: a message that names a life is handled by no other, and by none before its start or after its
/// end.</summary>
internal sealed class OneLifeOneMailbox : IInvariant
{
    private readonly HashSet<NodeId> _running = [];

    public string Name => "one life, one mailbox";

    public string? Observe(Observation observation)
    {
        switch (observation)
        {
            case LifeStarted started:
                return _running.Add(started.Node) ? null : $"{started.Node} started twice.";
            case LifeEnded ended:
                _running.Remove(ended.Node);
                return null;
            case MessageHandled handled when !handled.Meant.IsNone && handled.Meant != handled.Receiver:
                return $"{handled.Receiver.ToShortString()} handles a message for {handled.Meant.ToShortString()}.";
            case MessageHandled handled when !_running.Contains(handled.Receiver):
                return $"{handled.Receiver.ToShortString()} handles a message but does not run.";
            default:
                return null;
        }
    }

    public string? Check(MonotonicTime now) => null;
}
