using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>S2: what is delivered was published, unchanged, to a group to which the receiver belongs.</summary>
internal sealed class NothingInvented : IInvariant
{
    private readonly Dictionary<RumorId, RumorPublished> _published = [];

    public string Name => "nothing invented";

    public string? Observe(Observation observation) => observation switch
    {
        RumorPublished published when published.Rumor.Origin != published.Origin =>
            $"{published.Rumor} was published by {published.Origin.ToShortString()}.",
        RumorPublished published when !_published.TryAdd(published.Rumor, published) =>
            $"{published.Rumor} names two publications.",
        RumorDelivered delivered => Judge(delivered),
        _ => null,
    };

    public string? Check(MonotonicTime now) => null;

    private string? Judge(RumorDelivered delivered)
    {
        RumorMessage rumor = delivered.Rumor;
        string receiver = delivered.Receiver.ToShortString();
        if (!_published.TryGetValue(rumor.Id, out RumorPublished? published))
        {
            return $"{receiver} got {rumor.Id}, which nobody published.";
        }

        if (published.Topic != rumor.Topic || !published.Payload.Span.SequenceEqual(rumor.Payload.Span))
        {
            return $"{receiver} got {rumor.Id} with other content than was published.";
        }

        return delivered.IsMember ? null : $"{receiver} got {rumor.Id} but is no member.";
    }
}
