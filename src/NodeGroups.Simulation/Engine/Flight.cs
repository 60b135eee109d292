using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>A frame under way: already decoded, because the codec is checked where the frame leaves.</summary>
/// <param name="Sender">The life that sent it.</param>
/// <param name="To">Who is meant.</param>
/// <param name="Target">The node at the address, or null when nobody ever listened there.</param>
/// <param name="Message">The message as the receiver's codec reads it.</param>
/// <param name="Hash">A hash of the frame's bytes, for the transcript.</param>
internal sealed record Flight(NodeLife Sender, Peer To, SimulatedNode? Target, ProtocolMessage Message, ulong Hash);
