using NodeGroups.Protocol;
using NodeGroups.Protocol.Membership;

namespace NodeGroups.Tests.Gossip;

/// <summary>One engine with its effects written down.</summary>
internal sealed class GossipProbe : IEffects
{
    public GossipProbe(int index, GossipSettings? settings = null, ulong seed = 1)
    {
        Id = IdOf(index);
        Settings = new MachineSettings
        {
            Id = Id,
            Name = $"n{index}",
            Address = NodeAddress.Loopback(1000 + index),
            RandomSeed = seed,
            Gossip = settings ?? new GossipSettings(),
        };
        DeterministicRandom random = new DeterministicRandom(seed).Split((ulong)index);
        Engine = new GossipEngine(Settings, Counters, ClusterMembers.Contains, Connected, random);
    }

    public NodeId Id { get; }

    public ConnectedPeers Connected { get; } = new();

    public MachineSettings Settings { get; }

    public NodeCounters Counters { get; } = new();

    public GossipEngine Engine { get; }

    /// <summary>Gets the members of the cluster; those of the group's views are among them.</summary>
    public HashSet<NodeId> ClusterMembers { get; } = [];

    public List<(Peer To, ProtocolMessage Message)> Sent { get; } = [];

    public List<RumorMessage> Delivered { get; } = [];

    public List<(long Token, RumorId Id)> Names { get; } = [];

    public List<ProtocolNotice> Notices { get; } = [];

    public List<TransferProgress> Transfers { get; } = [];

    public static NodeId IdOf(int index) => new(DeterministicRandom.Mix((ulong)index + 1), (ulong)index + 1);

    public static Peer PeerOf(int index) => new(IdOf(index), NodeAddress.Loopback(1000 + index));

    public static GroupViewChange View(GroupName group, ulong version, params int[] nodes)
    {
        Member[] members = [.. nodes
            .Select(n => new Member(IdOf(n), $"n{n}", NodeAddress.Loopback(1000 + n), MemberStatus.Alive, 0, []))
            .OrderBy(m => m.Id)];
        return new GroupViewChange(new GroupView(group, version, members), [], [], []);
    }

    public static MonotonicTime At(double seconds) => MonotonicTime.FromOrigin(TimeSpan.FromSeconds(seconds));

    public void SetView(GroupGossipOptions options, params int[] nodes) => SetViewAt(0, options, nodes);

    public void SetViewAt(double seconds, GroupGossipOptions options, params int[] nodes)
    {
        ClusterMembers.UnionWith(nodes.Select(IdOf));
        Engine.SetView(View("g", 1, nodes), options, At(seconds), this);
    }

    public RumorId Publish(double seconds = 0, int bytes = 3)
    {
        Engine.Publish(new PublishRumor(7, "g", RumorKind.Message, "t", new byte[bytes]), At(seconds), this);
        return Names[^1].Id;
    }

    public void Receive(int from, GossipEnvelope message, double seconds = 0) =>
        Engine.Receive(PeerOf(from), message, At(seconds), this);

    public static RumorMessage Rumor(int origin, ulong sequence, int hops = 1) =>
        new("g", IdOf(origin), sequence, hops, RumorKind.Message, "t", new byte[] { 1, 2, 3 });

    public IEnumerable<T> SentOf<T>() => Sent.Select(s => s.Message).OfType<T>();

    public void Send(in Peer to, ProtocolMessage message)
    {
        Assert.That(to.Id, Is.Not.EqualTo(Id), "sent to itself");
        Sent.Add((to, message));
    }

    public void DeliverRumor(RumorMessage rumor) => Delivered.Add(rumor);

    public void Published(long token, RumorId rumor) => Names.Add((token, rumor));

    public void Notify(ProtocolNotice notice) => Notices.Add(notice);

    public void TransferChanged(TransferProgress progress) => Transfers.Add(progress);

    public void ProbeAnswered(NodeId member, TimeSpan roundTrip) => Assert.Fail("not an effect of gossip");

    public void ViewChanged(GroupViewChange change) => Assert.Fail("not an effect of gossip");

    public void Joined() => Assert.Fail("not an effect of gossip");

    public void LeaveCompleted() => Assert.Fail("not an effect of gossip");

    public void Invoke(in Peer caller, CallRequest request) => Assert.Fail("not an effect of gossip");

    public void CancelInvocation(in Peer caller, ulong callId) => Assert.Fail("not an effect of gossip");

    public void CallCompleted(long token, CallResult result, string errorText, ReadOnlyMemory<byte> payload) =>
        Assert.Fail("not an effect of gossip");
}
