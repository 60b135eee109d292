using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>What happens to frames, signals and effects between the machines: the part of the world that is no
/// scenario.</summary>
internal static class Shell
{
    private static readonly TimeSpan ContactMemory = TimeSpan.FromSeconds(10);

    /// <summary>A frame arrives: at the life meant, at another, or nowhere.</summary>
    public static void Deliver(this Simulation simulation, in SimulationEvent happening)
    {
        Flight flight = (Flight)happening.Data!;
        NodeLife? receiver = flight.Target?.Life;
        int target = flight.Target?.Index ?? -1;
        int sender = flight.Sender.Node.Index;
        if (receiver is not { IsRunning: true })
        {
            simulation.Coverage.Refused++;
            simulation.Record(TranscriptKind.Refused, target, sender, flight.Hash, flight.Message);
            simulation.Tell(flight.Sender, flight.To, flight.Target, PeerSignal.Refused);
            return;
        }

        if (!flight.To.Id.IsNone && flight.To.Id != receiver.Id)
        {
            simulation.Coverage.Replaced++;
            simulation.Record(TranscriptKind.Replaced, target, sender, flight.Hash, flight.Message);
            simulation.Tell(flight.Sender, flight.To, flight.Target, PeerSignal.Replaced);
            return;
        }

        simulation.Coverage.Received++;
        receiver.Touch(sender);
        if (flight.Sender.Connect(receiver.Id))
        {
            simulation.Tell(flight.Sender, receiver.Peer, flight.Target, PeerSignal.Connected);
        }

        simulation.Record(TranscriptKind.Received, target, sender, flight.Hash, flight.Message);
        simulation.Observe(
            new MessageHandled(simulation.Now, receiver.Id, flight.To.Id, flight.Sender.Peer, flight.Message));
        receiver.Handle(happening);
    }

    /// <summary>A deadline or a signal comes to a life.</summary>
    public static void HandleAtLife(this Simulation simulation, in SimulationEvent happening)
    {
        NodeLife life = happening.Life!;
        if (life.IsRunning && happening.Data is ReportPeerSignal report)
        {
            simulation.Record(TranscriptKind.Signal, life.Node.Index, -1, (ulong)report.Signal, report);
        }

        life.Handle(happening);
    }

    /// <summary>A life ends; whoever exchanged frames with it of late notices.</summary>
    public static void EndLife(this Simulation simulation, NodeLife life, PeerSignal signal)
    {
        if (!life.IsRunning)
        {
            return;
        }

        life.End();
        bool crashed = signal == PeerSignal.Reset;
        simulation.Coverage.Crashes += crashed ? 1 : 0;
        simulation.Coverage.Departures += crashed ? 0 : 1;
        TranscriptKind kind = crashed ? TranscriptKind.Crashed : TranscriptKind.Left;
        simulation.Record(kind, life.Node.Index, -1, life.Id.High, life.Id.ToShortString());
        simulation.Observe(new LifeEnded(simulation.Now, life.Id));
        long since = simulation.Now.Ticks - ContactMemory.Ticks;
        foreach (int contact in life.ContactsSince(since))
        {
            if (simulation.Nodes[contact].Life is { IsRunning: true } other)
            {
                simulation.Tell(other, life.Peer, life.Node, signal);
            }
        }
    }

    public static void OnViewChanged(this Simulation simulation, NodeLife life, GroupViewChange change)
    {
        simulation.Record(TranscriptKind.ViewChanged, life.Node.Index, -1, change.Current.Version, change);
        simulation.Observe(new ViewChanged(simulation.Now, life.Id, change));
    }

    public static void ObserveViews(this Simulation simulation, NodeLife life)
    {
        foreach (SimulatedGroup group in life.Node.Groups)
        {
            GroupView? view = life.Machine.FindView(group.Name);
            if (group.HasChanged(view))
            {
                simulation.Observe(view is null
                    ? new ViewForgotten(simulation.Now, life.Id, group.Name)
                    : new ViewRead(simulation.Now, life.Id, view));
            }
        }
    }

    public static void OnRumor(this Simulation simulation, NodeLife life, RumorMessage rumor)
    {
        simulation.Coverage.RumorsDelivered++;
        simulation.Record(TranscriptKind.Rumor, life.Node.Index, -1, rumor.Sequence ^ rumor.Origin.High, rumor);
        bool isMember = life.Machine.FindView(rumor.Group) is GroupView view && view.Contains(life.Id);
        simulation.Observe(new RumorDelivered(simulation.Now, life.Id, isMember, rumor));
        life.Node.Group(rumor.Group).Receive(new ReceivedRumor(
            rumor.Id, rumor.Topic, rumor.Payload, rumor.Hops, simulation.Now, life.Id));
    }

    public static void OnNotice(this Simulation simulation, NodeLife life, ProtocolNotice notice)
    {
        Coverage coverage = simulation.Coverage;
        coverage.Suspicions += notice.Kind == ProtocolNoticeKind.MemberSuspected ? 1 : 0;
        coverage.Deaths += notice.Kind == ProtocolNoticeKind.MemberDied ? 1 : 0;
        coverage.Refutations += notice.Kind == ProtocolNoticeKind.SelfRefuted ? 1 : 0;
        simulation.Record(TranscriptKind.Notice, life.Node.Index, -1, (ulong)notice.Kind, notice);
    }

    private static void Tell(
        this Simulation simulation, NodeLife receiver, in Peer about, SimulatedNode? source, PeerSignal signal)
    {
        if (simulation.Options.EvidenceSignals)
        {
            simulation.Network.Signal(receiver, about, source, signal);
        }
    }
}
