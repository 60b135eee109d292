using Microsoft.Extensions.Logging;
using NodeGroups.Protocol;
using NodeGroups.Runtime;

namespace NodeGroups;

/// <summary>The schedules of one group on one node. Thread-safe.</summary>
internal sealed class ScheduleHost(Node node, Group group, ScheduleSlots slots, ILogger logger)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ScheduleId, RunningSchedule> _running = [];
    private bool _closed;

    public IEnumerable<ScheduleStatus> Statuses
    {
        get
        {
            lock (_lock)
            {
                return [.. _running.Values.Select(schedule => schedule.Status)];
            }
        }
    }

    /// <summary>Starts a schedule, once.</summary>
    /// <returns>True when it was not running here.</returns>
    /// <exception cref="CallRefusedException">The node runs as many schedules as it may.</exception>
    public bool Start(ScheduleData data)
    {
        lock (_lock)
        {
            if (_closed || _running.ContainsKey(data.Id))
            {
                return false;
            }

            if (!slots.TryTake())
            {
                throw new CallRefusedException(
                    CallResult.Refused, $"This node runs {slots.Limit} schedules (ScheduleLimit): cancel some.");
            }

            _running.Add(data.Id, new RunningSchedule(node, group, data, logger));
            return true;
        }
    }

    /// <summary>Ends a schedule.</summary>
    /// <returns>True when it was running here.</returns>
    public bool Stop(ScheduleId id)
    {
        lock (_lock)
        {
            if (!_running.Remove(id, out RunningSchedule? schedule))
            {
                return false;
            }

            schedule.Dispose();
            slots.Return();
            return true;
        }
    }

    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            foreach (RunningSchedule schedule in _running.Values)
            {
                schedule.Dispose();
                slots.Return();
            }

            _running.Clear();
        }
    }
}
