using System.Numerics;

namespace NodeGroups.Gossip;

/// <summary>
/// Pushes nothing: in each round a node compares digests with random peers, and each pulls what it lacks (Demers et
/// al., 1987).
/// </summary>
/// <remarks>A node goes on for ⌈log2 n⌉ + 2 rounds after the latest rumor that was new to it.</remarks>
internal sealed class AntiEntropyStrategy(AntiEntropyOptions options) : IGossipStrategy
{
    private readonly DigestRounds _rounds = new(options.RoundInterval);

    public void OnRumor(in RumorHeader rumor, IGossipContext context) =>
        _rounds.Start(BitOperations.Log2((uint)Math.Max(1, context.MemberCount - 1)) + 3, context);

    public void OnMessage(NodeId from, in GossipMessage message, IGossipContext context)
    {
    }

    public void OnRound(IGossipContext context) =>
        _rounds.Run(FanoutInUse.PeersOf(options.Fanout, context), context);
}
