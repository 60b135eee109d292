using NodeGroups.Simulation;

namespace SimulationTests.Strategies;

/// <summary>What each fault of the contract does to the network between twelve nodes.</summary>
internal static class ContractNetwork
{
    private static readonly Latency Slow = new(TimeSpan.FromMilliseconds(150), TimeSpan.FromMilliseconds(50));

    /// <summary>Begins a fault of the network; does nothing for one of the nodes.</summary>
    public static void Begin(ContractFault fault, SimulatedNetwork network, List<SimulatedNode> nodes)
    {
        switch (fault)
        {
            case ContractFault.Loss:
                network.Loss = 0.2;
                break;
            case ContractFault.LargestPayload:
                network.Loss = 0.1;
                break;
            case ContractFault.DuplicationAndReordering:
                network.Duplication = 0.5;
                network.Reordering = 0.3;
                break;
            case ContractFault.OneWayCut:
                network.PartitionOneWay(nodes[..4], nodes[4..]);
                break;
            case ContractFault.ShortPartition or ContractFault.LongPartition:
                network.Partition(nodes[..6], nodes[6..]);
                break;
            case ContractFault.Bridge:
                network.Partition(nodes[..6], nodes[7..]);
                break;
            case ContractFault.OverlappingMajorities:
                network.Partition(nodes[..4], nodes[8..]);
                break;
            case ContractFault.BrokenPair:
                network.Partition(nodes[..1], nodes[1..2]);
                break;
            case ContractFault.Clogging:
                ForEachLink(nodes, network.Hold);
                break;
            case ContractFault.SlowOneWay:
                ForEachLink(nodes, (from, to) => network.SetLatency(from, to, Slow));
                break;
        }
    }

    /// <summary>Between two publications: what flaps comes or goes.</summary>
    public static void Next(ContractFault fault, SimulatedNetwork network, List<SimulatedNode> nodes, int published)
    {
        if (fault == ContractFault.Flapping && published % 2 == 1)
        {
            network.Partition(nodes[..6], nodes[6..]);
        }
        else if (fault == ContractFault.Flapping)
        {
            network.Heal();
        }
    }

    /// <summary>Ends every fault; what was held arrives in one burst.</summary>
    public static void End(SimulatedNetwork network, List<SimulatedNode> nodes)
    {
        network.Loss = 0;
        network.Duplication = 0;
        network.Reordering = 0;
        ForEachLink(nodes, (from, to) => network.SetLatency(from, to, null));
        network.Heal();
    }

    /// <summary>The links from the last third to the others; the way back stays as it is.</summary>
    private static void ForEachLink(List<SimulatedNode> nodes, Action<SimulatedNode, SimulatedNode> change)
    {
        foreach (SimulatedNode from in nodes[8..])
        {
            nodes[..8].ForEach(to => change(from, to));
        }
    }
}
