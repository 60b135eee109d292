using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>S1: a rumor is delivered at most once in a receiver's process life.</summary>
internal sealed class AtMostOnceDelivery : IInvariant
{
    private readonly HashSet<(NodeId Receiver, RumorId Rumor)> _delivered = [];

    public string Name => "at-most-once delivery";

    public string? Observe(Observation observation) =>
        observation is RumorDelivered delivered && !_delivered.Add((delivered.Receiver, delivered.Rumor.Id))
            ? $"{delivered.Receiver.ToShortString()} got {delivered.Rumor.Id} twice."
            : null;

    public string? Check(MonotonicTime now) => null;
}
