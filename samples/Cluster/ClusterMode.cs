namespace Cluster;

/// <summary>Where the nodes live. The transport is TCP on loopback in both.</summary>
internal enum ClusterMode
{
    InProcess,
    Processes,
}
