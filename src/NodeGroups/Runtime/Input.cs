using NodeGroups.Protocol;

namespace NodeGroups.Runtime;

/// <summary>One input of the node's loop: a message, or a command (perhaps waited for), or the timer when both are
/// null.</summary>
internal readonly record struct Input(Peer From, ProtocolMessage? Message, NodeCommand? Command, CommandWaiter? Waiter)
{
    public static Input Of(in Peer from, ProtocolMessage message) => new(from, message, null, null);

    public static Input Of(NodeCommand command, CommandWaiter? waiter = null) => new(default, null, command, waiter);
}
