namespace NodeGroups.Benchmarks.Clusters;

/// <summary>What carries the frames.</summary>
public enum TransportChoice
{
    InMemory,
    Tcp,
}
