using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>Something that happened in a simulated run, as the invariants see it.</summary>
/// <param name="At">When.</param>
public abstract record Observation(MonotonicTime At);

/// <summary>A process life began.</summary>
/// <param name="At">When.</param>
/// <param name="Node">The life.</param>
/// <param name="Name">The node's name.</param>
/// <param name="Address">Where it listens.</param>
public sealed record LifeStarted(MonotonicTime At, NodeId Node, string Name, NodeAddress Address) : Observation(At);

/// <summary>A process life ended.</summary>
/// <param name="At">When.</param>
/// <param name="Node">The life.</param>
public sealed record LifeEnded(MonotonicTime At, NodeId Node) : Observation(At);

/// <summary>A node stopped working for a while, or goes on.</summary>
/// <param name="At">When.</param>
/// <param name="Node">The life.</param>
/// <param name="IsPaused">True when it stopped.</param>
public sealed record LifePaused(MonotonicTime At, NodeId Node, bool IsPaused) : Observation(At);

/// <summary>What the codec made of a frame.</summary>
/// <param name="Error">Why it could not be read, or none.</param>
/// <param name="Meant">The receiver that was read.</param>
/// <param name="Message">The message that was read, or null.</param>
/// <param name="IsSame">True when the message that was read is written as the same bytes again.</param>
public sealed record CodecOutcome(DecodeError Error, NodeId Meant, ProtocolMessage? Message, bool IsSame);

/// <summary>A node sent a message.</summary>
/// <param name="At">When.</param>
/// <param name="From">The sender.</param>
/// <param name="To">Who is meant.</param>
/// <param name="Message">The message.</param>
/// <param name="FrameBytes">The size of its frame.</param>
/// <param name="Codec">What the codec made of the frame.</param>
public sealed record MessageSent(
    MonotonicTime At, Peer From, Peer To, ProtocolMessage Message, int FrameBytes, CodecOutcome Codec)
    : Observation(At);

/// <summary>A message was given to a node.</summary>
/// <param name="At">When.</param>
/// <param name="Receiver">The life that got it.</param>
/// <param name="Meant">The life that was meant, or none for whoever listens there.</param>
/// <param name="From">The sender.</param>
/// <param name="Message">The message.</param>
public sealed record MessageHandled(
    MonotonicTime At, NodeId Receiver, NodeId Meant, Peer From, ProtocolMessage Message) : Observation(At);

/// <summary>A rumor was published.</summary>
/// <param name="At">When.</param>
/// <param name="Origin">The publisher.</param>
/// <param name="Rumor">The rumor's name.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Payload">The bytes.</param>
public sealed record RumorPublished(
    MonotonicTime At, NodeId Origin, RumorId Rumor, string Topic, ReadOnlyMemory<byte> Payload) : Observation(At);

/// <summary>A rumor was delivered to the application of a node.</summary>
/// <param name="At">When.</param>
/// <param name="Receiver">The life that got it.</param>
/// <param name="IsMember">True when it belongs to the group.</param>
/// <param name="Rumor">The rumor.</param>
public sealed record RumorDelivered(MonotonicTime At, NodeId Receiver, bool IsMember, RumorMessage Rumor)
    : Observation(At);

/// <summary>A node announced a change of a view.</summary>
/// <param name="At">When.</param>
/// <param name="Observer">Whose view.</param>
/// <param name="Change">The change.</param>
public sealed record ViewChanged(MonotonicTime At, NodeId Observer, GroupViewChange Change) : Observation(At);

/// <summary>A node's view was read after an input had been handled and its changes announced.</summary>
/// <param name="At">When.</param>
/// <param name="Observer">Whose view.</param>
/// <param name="View">The view.</param>
public sealed record ViewRead(MonotonicTime At, NodeId Observer, GroupView View) : Observation(At);

/// <summary>A node knows a group no longer: it left it, or deleted its definition.</summary>
/// <param name="At">When.</param>
/// <param name="Observer">The node.</param>
/// <param name="Group">The group.</param>
public sealed record ViewForgotten(MonotonicTime At, NodeId Observer, GroupName Group) : Observation(At);

/// <summary>A node started a call.</summary>
/// <param name="At">When.</param>
/// <param name="Caller">The caller.</param>
/// <param name="Token">The call's number at the caller.</param>
/// <param name="Timeout">How long it may take.</param>
public sealed record CallStarted(MonotonicTime At, NodeId Caller, long Token, TimeSpan Timeout) : Observation(At);

/// <summary>A call ended at its caller.</summary>
/// <param name="At">When.</param>
/// <param name="Caller">The caller.</param>
/// <param name="Token">The call's number at the caller.</param>
/// <param name="Result">How it ended.</param>
public sealed record CallCompleted(MonotonicTime At, NodeId Caller, long Token, CallResult Result) : Observation(At);
