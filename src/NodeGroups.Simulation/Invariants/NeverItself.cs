using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>S7: a node never sends to itself, asks nobody to probe whom it asks, and never declares itself
/// dead.</summary>
internal sealed class NeverItself : IInvariant
{
    public string Name => "never itself";

    public string? Observe(Observation observation) => observation switch
    {
        MessageSent sent when sent.To.Id == sent.From.Id || sent.To.Address == sent.From.Address =>
            $"{sent.From} sends to itself.",
        MessageSent { Message: PingRequest request } sent
            when request.Target == sent.To.Id || request.Target == sent.From.Id =>
            $"{sent.From} asks {sent.To} to probe {request.Target.ToShortString()}.",
        ViewChanged changed when changed.Change.Failed.Any(m => m.Id == changed.Observer) =>
            $"{changed.Observer.ToShortString()} declares itself dead.",
        _ => null,
    };

    public string? Check(MonotonicTime now) => null;
}
