using System.Text;
using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>A rumor that a simulated node got.</summary>
/// <param name="Id">The rumor's name.</param>
/// <param name="Topic">Its topic.</param>
/// <param name="Payload">Its bytes.</param>
/// <param name="Hops">How many times it had been sent on the way.</param>
/// <param name="At">When it was delivered, in virtual time.</param>
/// <param name="Receiver">The process life that got it.</param>
public sealed record ReceivedRumor(
    RumorId Id, string Topic, ReadOnlyMemory<byte> Payload, int Hops, MonotonicTime At, NodeId Receiver)
{
    /// <summary>Gets the bytes as UTF-8 text.</summary>
    public string Text => Encoding.UTF8.GetString(Payload.Span);
}
