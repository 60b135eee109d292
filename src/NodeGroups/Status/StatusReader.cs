using System.Runtime.InteropServices;
using NodeGroups.Protocol;
using NodeGroups.Transport;

namespace NodeGroups;

/// <summary>Reads a node's status.</summary>
internal static class StatusReader
{
    public static NodeStatus Read(Node node)
    {
        long used = GC.GetTotalMemory(forceFullCollection: false);
        long total = Math.Max(used, GC.GetGCMemoryInfo().TotalCommittedBytes); // 0 before the first collection
        return new NodeStatus
        {
            Id = node.Id,
            Name = node.Name,
            Address = node.Address,
            Uptime = node.Runtime.Uptime,
            ProcessId = Environment.ProcessId,
            RuntimeVersion = RuntimeInformation.FrameworkDescription,
            HeapUsedBytes = used,
            HeapTotalBytes = total,
            Groups = node.Groups.Names,
            Methods = node.Methods,
            HeldGroups = ReadGroups(node),
            OfferedServices = node.Catalogue.Offered,
            Services = node.Catalogue.Active,
            Schedules = node.Ledgers.Schedules,
            Callbacks = node.CallbackCount,
            Children =
            [
                .. node.Children.Select(child => new ChildStatus(
                    child.Id, child.Name, child.Address, child.ProcessId)),
            ],
            Totals = ReadTotals(node, used, total),
        };
    }

    private static List<HeldGroup> ReadGroups(Node node)
    {
        List<HeldGroup> groups = [];
        foreach (GroupName name in node.Groups.Names)
        {
            if (node.Runtime.Groups.Find(name) is { IsHeld: true } state)
            {
                GroupKind kind = name.IsReserved ? GroupKind.BuiltIn
                    : state.IsJoined ? GroupKind.Live
                    : GroupKind.Defined;
                GroupOptions options = state.Options;
                groups.Add(new HeldGroup(
                    name, kind, state.View.Members.Count, options.Strategy.ToString(), options.Fanout.ToString()));
            }
        }

        return groups;
    }

    private static NodeTotals ReadTotals(Node node, long used, long total)
    {
        NodeCounters counters = node.Counters;
        long dropped = 0;
        foreach ((_, long count) in node.Drops())
        {
            dropped += count;
        }

        TransportCounters? transport = (node.Runtime.Transport as IInspectableTransport)?.Counters;
        return new NodeTotals
        {
            BytesSent = transport?.BytesSent ?? 0,
            BytesReceived = transport?.BytesReceived ?? 0,
            MessagesHandled = counters.MessagesReceived,
            MessagesSent = counters.MessagesSent,
            MessagesDropped = dropped,
            RumorsPublished = counters.RumorsPublished,
            RumorsDelivered = counters.RumorsDelivered,
            RumorsRedundant = counters.RumorsRedundant,
            RumorsLost = counters.RumorsLost,
            RumorsDropped = node.Runtime.Subscriptions.Dropped,
            RumorsHeld = counters.PublicationsHeld,
            PayloadsSent = counters.PayloadsSent,
            PayloadsRepaired = counters.PayloadsRepaired,
            GossipControlsSent = counters.GossipControlsSent,
            TransfersCompleted = counters.TransfersCompleted,
            TransfersDropped = counters.TransfersDropped,
            ChunkBytesSent = counters.ChunkBytesSent,
            LargeBytesHeld = counters.LargeBytesHeld,
            CallsStarted = counters.CallsStarted,
            CallsServed = counters.CallsServed,
            ProbesSent = counters.ProbesSent,
            ProbesFailed = counters.ProbesFailed,
            InputsQueued = node.Runtime.QueuedInputs,
            HandlersRunning = node.Runtime.Dispatcher.Running,
            HandlersQueued = node.Runtime.Dispatcher.Waiting,
            HeapUsedBytes = used,
            HeapTotalBytes = total,
        };
    }
}
