using NodeGroups.Protocol.Tests.Support;

namespace NodeGroups.Protocol.Tests;

internal sealed class MachineEffectsTests
{
    [Test]
    public void Counters_should_count_every_message_sent()
    {
        MachinePump pump = new(5);
        Assert.That(pump.RunUntil(() => pump.AllSee(5), TimeSpan.FromMinutes(1)), Is.True);
        pump.Execute(0, new PublishRumor(1, GroupName.All, RumorKind.Message, "t", new byte[3]));
        pump.Run(TimeSpan.FromSeconds(5));
        Assert.That(pump.Machines.Sum(machine => machine.Counters.MessagesSent), Is.EqualTo(pump.MessagesSent));
        Assert.That(pump.Machines.Sum(machine => machine.Counters.PayloadsSent), Is.Positive);
    }

    [Test]
    public void Machine_should_refuse_an_effect_that_calls_back_and_live_on()
    {
        RecordingEffects effects = new();
        NodeMachine machine = new(Settings());
        machine.Start(MonotonicTime.Zero, new CallingBack(machine));
        machine.Execute(new JoinGroup("g", GroupGossipOptions.Default), MonotonicTime.Zero, effects);
        Assert.That(machine.FindView("g")!.Members, Has.Count.EqualTo(1));
        Assert.That(() => machine.Start(MonotonicTime.Zero, effects), Throws.InvalidOperationException);
    }

    [Test]
    public void Machine_should_refuse_input_before_its_start()
    {
        NodeMachine machine = new(Settings());
        Assert.That(
            () => machine.Advance(MonotonicTime.Zero, new RecordingEffects()), Throws.InvalidOperationException);
    }

    [Test]
    public void Machine_should_allocate_nothing_to_handle_an_input()
    {
        LoneMachine node = new();
        Peer self = LoneMachine.Record(1).ToPeer();
        Ping echo = new(1, []);
        node.Receive(self, echo);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            node.Receive(self, echo);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1000));
    }

    private static MachineSettings Settings() => new()
    {
        Id = new NodeId(1, 1),
        Name = "a",
        Address = NodeAddress.Loopback(7000),
        RandomSeed = 1,
    };

    private sealed class CallingBack(NodeMachine machine) : IEffects
    {
        public void Send(in Peer to, ProtocolMessage message)
        {
        }

        public void ViewChanged(GroupViewChange change)
        {
        }

        public void Joined() => Assert.That(
            () => machine.Execute(new LeaveCluster(), MonotonicTime.Zero, this), Throws.InvalidOperationException);

        public void LeaveCompleted() => Assert.Fail("The command must not have been taken.");

        public void DeliverRumor(RumorMessage rumor)
        {
        }

        public void Published(long token, RumorId rumor)
        {
        }

        public void TransferChanged(TransferProgress progress)
        {
        }

        public void Invoke(in Peer caller, CallRequest request)
        {
        }

        public void CancelInvocation(in Peer caller, ulong callId)
        {
        }

        public void CallCompleted(long token, CallResult result, string errorText, ReadOnlyMemory<byte> payload)
        {
        }

        public void ProbeAnswered(NodeId member, TimeSpan roundTrip)
        {
        }

        public void Notify(ProtocolNotice notice)
        {
        }
    }
}
