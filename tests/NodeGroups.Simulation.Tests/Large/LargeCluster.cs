using NodeGroups;
using NodeGroups.Protocol;
using NodeGroups.Simulation;

namespace SimulationTests.Large;

/// <summary>Simulated nodes that see each other, and large payloads among them.</summary>
internal sealed class LargeCluster : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private readonly Dictionary<RumorId, byte[]> _payloads = [];
    private readonly DeterministicRandom _random;
    private MonotonicTime _published;

    public LargeCluster(ulong seed, int count, GossipSettings? settings = null)
    {
        Simulation = new Simulation(seed, new SimulationOptions { Gossip = settings ?? new GossipSettings() });
        _random = Simulation.CreateRandom("payload");
        Nodes = [.. Enumerable.Range(0, count).Select(i => Simulation.AddNode($"n{i}"))];
        Simulation.RunUntil(() => Nodes.All(n => n.All.View.Members.Count == count), Limit);
    }

    public Simulation Simulation { get; }

    public List<SimulatedNode> Nodes { get; }

    public TimeSpan Elapsed => Simulation.Now - _published;

    public IEnumerable<SimulatedNode> Running => Nodes.Where(n => n.IsRunning);

    public SimulatedNode Join(string name)
    {
        Nodes.Add(Simulation.AddNode(name));
        return Nodes[^1];
    }

    public RumorId Publish(int origin, int bytes)
    {
        byte[] payload = new byte[bytes];
        for (int i = 0; i < bytes; i += 1000)
        {
            payload[i] = (byte)_random.NextUInt64();
        }

        _published = Simulation.Now;
        RumorId id = Nodes[origin].All.Gossip("blob", payload);
        _payloads[id] = payload;
        return id;
    }

    public static bool Has(SimulatedNode node, RumorId id) =>
        node.All.Received.Any(r => r.Id == id && r.Receiver == node.Id);

    public void RunUntilAllHave(RumorId id)
    {
        Simulation.RunUntil(() => Running.All(n => Has(n, id)), Limit);
        foreach (SimulatedNode node in Running)
        {
            byte[] got = node.All.Received.Single(r => r.Id == id && r.Receiver == node.Id).Payload.ToArray();
            Assert.That(got.AsSpan().SequenceEqual(_payloads[id]), Is.True, $"{node} got what was published");
        }
    }

    public void Dispose() => Simulation.Dispose();
}
