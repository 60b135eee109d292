namespace NodeGroups.Protocol.Tests.Support;

/// <summary>One machine, without seed nodes, whose peers are played by the test.</summary>
internal sealed class LoneMachine
{
    public LoneMachine()
    {
        Machine = new NodeMachine(new MachineSettings
        {
            Id = Id(1),
            Name = "n1",
            Address = NodeAddress.Loopback(1),
            RandomSeed = 7,
        });
        Machine.Start(Now, Effects);
    }

    public NodeMachine Machine { get; }

    public RecordingEffects Effects { get; } = new();

    public MonotonicTime Now { get; set; } = MonotonicTime.Zero;

    public GroupView All => Machine.FindView(GroupName.All)!;

    public static NodeId Id(int number) => new(1, (ulong)number);

    public static Member Record(
        int number,
        MemberStatus status = MemberStatus.Alive,
        uint incarnation = 0,
        int? port = null,
        params GroupName[] groups) =>
        new(Id(number), $"n{number}", NodeAddress.Loopback(port ?? number), status, incarnation, groups);

    public void Hear(int from, params Member[] records) =>
        Machine.Receive(Record(from).ToPeer(), new MemberUpdates(records), Now, Effects);

    /// <summary>A member tells of itself, from its own address.</summary>
    public void HearItself(Member record) =>
        Machine.Receive(record.ToPeer(), new MemberUpdates([record]), Now, Effects);

    public void Receive(Peer from, ProtocolMessage message) => Machine.Receive(from, message, Now, Effects);

    public void Execute(NodeCommand command) => Machine.Execute(command, Now, Effects);

    public void AdvanceTo(TimeSpan sinceOrigin)
    {
        MonotonicTime end = MonotonicTime.FromOrigin(sinceOrigin);
        while (Machine.NextDeadline <= end)
        {
            Now = MonotonicTime.Max(Now, Machine.NextDeadline);
            Machine.Advance(Now, Effects);
        }

        Now = end;
    }
}
