namespace NodeGroups.Protocol;

/// <summary>One node as a pure, deterministic state machine: it decides everything and does nothing.</summary>
/// <remarks>
/// A shell (the runtime, the simulator) feeds it inputs one at a time, each with the present time, and carries out what it
/// asks for through <see cref="IEffects"/>. Not thread-safe: one input at a time. The same settings and inputs give
/// the same effects, on any machine.
/// </remarks>
public sealed class NodeMachine
{
    /// <summary>Creates a machine that has not started.</summary>
    /// <param name="settings">What it needs to know.</param>
    public NodeMachine(MachineSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Settings = settings;
    }

    /// <summary>Gets the settings.</summary>
    public MachineSettings Settings { get; }

    /// <summary>Gets the running totals.</summary>
    public NodeCounters Counters { get; } = new();

    /// <summary>Gets when <see cref="Advance"/> is wanted next; <see cref="MonotonicTime.Never"/> when nothing is due. A late or early call is harmless.</summary>
    public MonotonicTime NextDeadline { get; private set; } = MonotonicTime.Never;

    /// <summary>Starts the node: joins through the seed nodes, or begins alone. Once in a life, before any other input.</summary>
    /// <param name="now">The present time.</param>
    /// <param name="effects">Where requests go.</param>
    public void Start(MonotonicTime now, IEffects effects) => throw new NotSupportedException();

    /// <summary>Takes in a message of a peer.</summary>
    /// <param name="from">The sender as its connection's handshake named it.</param>
    /// <param name="message">The message, addressed to this node or to whoever listens here.</param>
    /// <param name="now">The present time.</param>
    /// <param name="effects">Where requests go.</param>
    public void Receive(in Peer from, ProtocolMessage message, MonotonicTime now, IEffects effects) =>
        throw new NotSupportedException();

    /// <summary>Carries out a command of the shell.</summary>
    /// <param name="command">The command.</param>
    /// <param name="now">The present time.</param>
    /// <param name="effects">Where requests go.</param>
    public void Execute(NodeCommand command, MonotonicTime now, IEffects effects) => throw new NotSupportedException();

    /// <summary>Does what is due. Does nothing when nothing is.</summary>
    /// <param name="now">The present time.</param>
    /// <param name="effects">Where requests go.</param>
    public void Advance(MonotonicTime now, IEffects effects) => throw new NotSupportedException();

    /// <summary>Gets this node's view of a group.</summary>
    /// <param name="group">The group.</param>
    /// <returns>The view, or null when this node knows no such group.</returns>
    public GroupView? FindView(GroupName group) => throw new NotSupportedException();
}
