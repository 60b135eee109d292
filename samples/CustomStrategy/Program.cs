// A gossip strategy of your own (NeighboursAndAStranger.cs), unchanged in real nodes over TCP, in the simulator and in
// the spread model.
// It exits with 0 when everybody heard everything. Expected output:
//
//   tcp: 8 nodes, 20 rumors, 160 of 160 deliveries
//   simulator: 50 nodes, 10 % loss, 20 rumors, 1000 of 1000 deliveries, the same again with the same seed: True
//   spread model: 20000 of 20000 nodes, 5 % loss, 3.1 payload sends by each
using System.Globalization;
using CustomStrategySample;
using NodeGroups;
using NodeGroups.Protocol;
using NodeGroups.Simulation;

const int Rumors = 20;
GossipStrategy strategy = GossipStrategies.Custom("neighbours", () => new NeighboursAndAStranger());
bool isComplete = await RunOverTcpAsync(8);
(long delivered, ulong hash) = RunInSimulator(50);
bool isSame = RunInSimulator(50).Hash == hash;
Console.WriteLine(
    $"simulator: 50 nodes, 10 % loss, {Rumors} rumors, {delivered} of {50 * Rumors} deliveries, "
    + $"the same again with the same seed: {isSame}");
SpreadOptions spread = new()
{
    Code = strategy, Nodes = 20_000, Trials = 1, Loss = 0.05, Latency = SpreadLatency.Uniform, Seed = 7,
};
SpreadResult result = SpreadModel.Run(spread);
int reached = (int)Math.Round(result.CoverageMean * spread.Nodes);
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"spread model: {reached} of {spread.Nodes} nodes, 5 % loss, "
    + $"{result.PayloadSendsPerLiveNode:F1} payload sends by each"));
return isComplete && isSame && reached == spread.Nodes && delivered == 50 * Rumors ? 0 : 1;

async Task<bool> RunOverTcpAsync(int count)
{
    using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
    Topic<int> numbers = Topic.Create<int>("numbers");
    List<INode> nodes = [];
    List<ISubscription<int>> subscriptions = [];
    GroupOptions options = new() { Strategy = strategy };
    for (int i = 0; i < count; i++)
    {
        NodeOptions own = new() { Name = $"n{i}", GroupDefaults = options };
        if (i > 0)
        {
            own.Seeds.Add(nodes[0].Address);
        }

        nodes.Add(await Node.StartAsync(own, limit.Token));
        subscriptions.Add(nodes[i].All.Subscribe(numbers));
    }

    foreach (INode node in nodes)
    {
        await node.All.WaitForMembersAsync(count, limit.Token);
    }

    for (int i = 0; i < Rumors; i++)
    {
        await nodes[i % count].All.GossipAsync(numbers, i, limit.Token);
    }

    int[] heard = await Task.WhenAll(subscriptions.Select(s => HearAsync(s, limit.Token)));
    Console.WriteLine($"tcp: {count} nodes, {Rumors} rumors, {heard.Sum()} of {count * Rumors} deliveries");
    foreach (INode node in nodes)
    {
        await node.DisposeAsync();
    }

    return heard.Sum() == count * Rumors;
}

static async Task<int> HearAsync(ISubscription<int> subscription, CancellationToken cancellationToken)
{
    HashSet<int> numbers = [];
    await foreach (Rumor<int> rumor in subscription.WithCancellation(cancellationToken))
    {
        numbers.Add(rumor.Value);
        if (numbers.Count == Rumors)
        {
            break;
        }
    }

    return numbers.Count;
}

(long Delivered, ulong Hash) RunInSimulator(int count)
{
    SimulationOptions options = new() { Strategy = new GroupGossipOptions(strategy, Fanout.Log()) };
    using Simulation simulation = new(seed: 7, options);
    SimulatedNode[] nodes = [.. Enumerable.Range(0, count).Select(i => simulation.AddNode($"n{i}"))];
    simulation.RunUntil(() => nodes.All(n => n.All.View.Members.Count == count), limit: TimeSpan.FromMinutes(2));
    simulation.Network.Loss = 0.1;
    for (int i = 0; i < Rumors; i++)
    {
        nodes[i].All.Gossip("numbers", $"{i}");
        simulation.Run(TimeSpan.FromMilliseconds(100));
    }

    simulation.RunUntil(() => nodes.All(n => n.All.ReceivedCount == Rumors), limit: TimeSpan.FromMinutes(1));
    return (nodes.Sum(n => n.All.ReceivedCount), simulation.Transcript.Hash);
}
