using Cluster.Nodes;

namespace Cluster;

/// <summary>Collects the deliveries of one group: who had which rumor when, who saw one twice. Thread-safe.</summary>
internal sealed class DeliveryBoard(int nodes, int rumors)
{
    private readonly RumorTrack[] _tracks =
        [.. Enumerable.Range(0, rumors).Select(_ => new RumorTrack(nodes))];

    private int _duplicates;

    /// <summary>Gets how often a handler saw a rumor that it had seen before.</summary>
    public int Duplicates => Volatile.Read(ref _duplicates);

    public RumorTrack this[int rumor] => _tracks[rumor];

    public void Note(in Delivery delivery)
    {
        if (!_tracks[delivery.Rumor].Note(delivery.Node, delivery.Stamp))
        {
            Interlocked.Increment(ref _duplicates);
        }
    }
}
