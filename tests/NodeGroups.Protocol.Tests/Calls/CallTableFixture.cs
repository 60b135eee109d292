using NodeGroups.Protocol;
using NodeGroups.Protocol.Tests.Support;

namespace NodeGroups.Tests.Calls;

/// <summary>A call table with few calls per peer allowed, and short words for its inputs.</summary>
internal sealed class CallTableFixture
{
    public const int PendingCallsPerPeer = 4;

    public static readonly TimeSpan CallTime = TimeSpan.FromSeconds(3);
    public static readonly Peer Self = new(new NodeId(1, 1), new NodeAddress("10.0.0.1", 7400));
    public static readonly Peer Alpha = new(new NodeId(2, 2), new NodeAddress("10.0.0.2", 7400));
    public static readonly Peer Beta = new(new NodeId(3, 3), new NodeAddress("10.0.0.3", 7400));

    public CallTableFixture()
    {
        MachineSettings settings = new()
        {
            Id = Self.Id,
            Name = "self",
            Address = Self.Address,
            RandomSeed = 5,
            PendingCallsPerPeer = PendingCallsPerPeer,
        };
        Table = new CallTable(settings, Counters);
    }

    public CallTable Table { get; }

    public NodeCounters Counters { get; } = new();

    public RecordingEffects Effects { get; } = new();

    public MonotonicTime Now { get; private set; } = MonotonicTime.FromOrigin(TimeSpan.FromSeconds(100));

    public IEnumerable<CallRequest> Requests => Effects.Sent.Select(sent => sent.Message).OfType<CallRequest>();

    public CallRequest LastRequest => Requests.Last();

    public IEnumerable<(long Token, CallResult Result)> Endings =>
        Effects.Completed.Select(call => (call.Token, call.Result));

    public static Peer ByAddress(Peer peer) => new(NodeId.None, peer.Address);

    public static CallRequest Request(ulong id) => new(id, default, "get", CallTime, "", new byte[] { 7 });

    public void Start(long token, Peer target, TimeSpan? timeout = null) => Table.Start(
        new StartCall(token, target, "orders", "get", timeout ?? CallTime, "", new byte[] { 1 }), Now, Effects);

    public void Cancel(long token) => Table.Cancel(new CancelCall(token), Now, Effects);

    public void Reply(Peer from, ulong id, CallResult result = CallResult.Replied, string error = "") =>
        Table.Receive(from, new CallReply(id, result, error, new byte[] { 9 }), Now, Effects);

    public void Ask(Peer from, ulong id) => Table.Receive(from, Request(id), Now, Effects);

    public void Complete(Peer caller, ulong id, string error = "") => Table.Complete(
        new CompleteInvocation(caller, id, CallResult.HandlerFailed, error, default), Now, Effects);

    public void Lose(Peer peer, bool isAddressTaken = false) =>
        Table.PeerLost(peer, isAddressTaken, "lost", Now, Effects);

    public void Depart(Peer peer) => Table.PeerLeft(peer, isAddressTaken: false, Now, Effects);

    public void Pass(TimeSpan time)
    {
        Now += time;
        Table.Advance(Now, Effects);
    }
}
