using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>What a transport is told when it is opened.</summary>
public sealed class TransportContext
{
    /// <summary>Gets this process life.</summary>
    public required NodeId NodeId { get; init; }

    /// <summary>Gets the cluster; only nodes of the same cluster may connect.</summary>
    public required string ClusterId { get; init; }

    /// <summary>Gets where to listen; port 0 for any free port.</summary>
    public required NodeAddress Listen { get; init; }

    /// <summary>Gets the address that others are told; null for the one listened at, with the real port.</summary>
    public NodeAddress? Advertise { get; init; }

    /// <summary>Gets what tells whether a living node other than the one given is known at an address.</summary>
    internal Func<NodeAddress, NodeId, bool>? IsTaken { get; init; }

    /// <summary>Gets the limits to keep.</summary>
    public TransportLimits Limits { get; init; } = new();

    /// <summary>Gets the clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Gets where log lines go.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;
}
