using NodeGroups.Protocol;

namespace NodeGroups.Tests.Wire;

/// <summary>At least one message of each kind, with values at the ends of their ranges.</summary>
internal static class SampleMessages
{
    private static readonly NodeId To = Frames.To;
    private static readonly NodeId Other = new(3, 4);
    private static readonly byte[] Payload = [1, 2, 3, 4, 5];

    public static IEnumerable<ProtocolMessage> All()
    {
        Member member = new(
            Other, "alpha", new NodeAddress("10.0.0.5", 7400), MemberStatus.Suspect, 300, ["a", "b.c"]);
        Member bare = new(To, string.Empty, NodeAddress.Loopback(1), MemberStatus.Left, uint.MaxValue, []);
        yield return new Ping(1, []);
        yield return new Ack(uint.MaxValue, [member, bare]);
        yield return new PingRequest(7, Other, [bare]);
        yield return new Nack(128, true, [member]);
        yield return new MemberUpdates([member, bare]);
        yield return new Sync(true, false, [member]);
        yield return new RumorMessage(
            "orders", Other, ulong.MaxValue, int.MaxValue, RumorKind.Invocation, "t:1", Payload);
        yield return new RumorMessage("orders", Other, 7, 2, RumorKind.Message, "t", Payload, 0x73);
        yield return new GossipControl("orders", GossipMessageKind.Graft, NodeId.None, 0, 3, ulong.MaxValue);
        yield return new GossipDigest("orders", true, [new(Other, 1, 500, [ulong.MaxValue, 5]), new(To, 0, 0, [])]);
        yield return new GossipPull("orders", Other, [1, 128, ulong.MaxValue]);
        yield return new RumorMessage("orders", Other, 1, 1, RumorKind.LargeMessage, "t", Payload);
        yield return new GossipChunk("orders", Other, 300, ProtocolLimits.ChunksPerPayload - 1, Payload);
        yield return new GossipChunkPull("orders", Other, 1, true, [0, 128, ProtocolLimits.ChunksPerPayload - 1]);
        yield return new GossipChunkDigest("orders", Other, ulong.MaxValue, [ulong.MaxValue, 5]);
        yield return new CallRequest(1, default, "get", TimeSpan.FromSeconds(3), "00-ab-cd-01", Payload);
        yield return new CallRequest(9, "orders", "get", TimeSpan.Zero, string.Empty, default);
        yield return new CallReply(1, CallResult.HandlerFailed, "bad ü", default);
        yield return new CallReply(ulong.MaxValue, CallResult.Replied, string.Empty, Payload);
        yield return new CallCancel(300);
    }
}
