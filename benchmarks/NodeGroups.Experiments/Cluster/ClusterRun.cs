using System.Diagnostics;
using System.Globalization;
using NodeGroups.Protocol;
using NodeGroups.Simulation;

namespace NodeGroups.Experiments;

/// <summary>A simulated cluster that joins, publishes and is counted.</summary>
internal sealed class ClusterRun : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan JoinLimit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RumorLimit = TimeSpan.FromMinutes(1);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Simulation.Simulation _simulation;
    private readonly SimulatedNode[] _nodes;
    private readonly string _strategy;
    private readonly TextWriter _error;
    private readonly List<double> _milliseconds = [];
    private TimeSpan _joined;
    private TimeSpan _next = Second;
    private long _payloads;
    private long _controls;
    private int _everybody;
    private int _rumors;
    private long _reached;

    public ClusterRun(int nodes, GossipStrategy strategy, double loss, ulong seed, TextWriter error)
    {
        _strategy = strategy.ToString();
        _error = error;
        _simulation = new Simulation.Simulation(seed, new SimulationOptions
        {
            Strategy = GroupGossipOptions.Default with { Strategy = strategy },
            CheckInvariants = nodes <= 200,
            ReceivedRumorsLimit = 1,
            Membership = new MembershipSettings
            {
                // Whole tables are compared as seldom as if the nodes had run for long.
                JoinRetryInterval = Second * 5,
                RejoinInterval = Second * 30,
            },
        });
        _simulation.Network.Loss = loss;
        _nodes = new SimulatedNode[nodes];
    }

    /// <summary>Starts nodes that know each other, and waits until each sees all.</summary>
    public void Join()
    {
        IReadOnlyList<SimulatedNode> nodes = _simulation.AddJoinedNodes(
            Enumerable.Range(0, _nodes.Length).Select(i => string.Create(CultureInfo.InvariantCulture, $"n{i}")));
        nodes.ToArray().CopyTo(_nodes, 0);
        Tell("nodes started");
        do
        {
            _simulation.Run(Second / 2);
            Tell($"views complete at {_nodes.Count(node => node.All.View.Members.Count == _nodes.Length)} nodes");
            if (_simulation.Now - MonotonicTime.Zero > JoinLimit)
            {
                throw new InvalidOperationException("The nodes do not all see each other after ten simulated minutes.");
            }
        }
        while (Array.Exists(_nodes, node => node.All.View.Members.Count != _nodes.Length));

        _joined = _simulation.Now - MonotonicTime.Zero;
    }

    /// <summary>Publishes one rumor and waits for the last delivery, at most a simulated minute, and until what is left
    /// of it has calmed down.</summary>
    public void Spread(int number)
    {
        int left = _nodes.Length;
        MonotonicTime last = _simulation.Now;
        MonotonicTime start = _simulation.Now;
        (long payloads, long controls) = Count();
        foreach (SimulatedNode node in _nodes)
        {
            node.All.OnRumor = _ =>
            {
                left--;
                last = _simulation.Now;
            };
        }

        SimulatedNode origin = _nodes[number * 7919L % _nodes.Length];
        origin.All.Gossip("experiment", new byte[1_024]);
        while (left > 0 && _simulation.Now - start < RumorLimit)
        {
            _simulation.Run(Second / 20);
            Tell($"rumor {number}: {_nodes.Length - left} of {_nodes.Length} reached");
        }

        _rumors++;
        _simulation.Run(Second);
        (long payloadsAfter, long controlsAfter) = Count();
        _payloads += payloadsAfter - payloads;
        _controls += controlsAfter - controls;
        _reached += _nodes.Length - left;
        _everybody += left == 0 ? 1 : 0;
        if (left == 0)
        {
            _milliseconds.Add((last - start).TotalMilliseconds);
        }
    }

    public string ToJson() => ResultJson.Write(Figures());

    public string ToTable()
    {
        ClusterFigures figures = Figures();
        CultureInfo culture = CultureInfo.InvariantCulture;
        return string.Join(
            Environment.NewLine,
            string.Create(culture, $"nodes             {figures.Nodes:N0}, {figures.Strategy}, seed {figures.Seed}"),
            string.Create(culture, $"all see all       after {figures.JoinedSeconds:0.0} simulated seconds"),
            string.Create(culture, $"rumors            {figures.Rumors:N0}, {figures.AllReached:N0} reached everybody"),
            string.Create(culture, $"coverage          {figures.Coverage:0.000000}"),
            string.Create(culture, $"time to all       {figures.TimeToAllMs:0.0} ms (longest {figures.LongestMs:0.0})"),
            string.Create(culture, $"payloads          {figures.PayloadSendsPerNode:0.000} a node and rumor"),
            string.Create(culture, $"other messages    {figures.ControlSendsPerNode:0.000} a node and rumor"),
            string.Create(culture, $"events            {figures.Events:N0}, {figures.MemoryMegabytes:N0} MB"),
            string.Create(culture, $"elapsed           {figures.ElapsedMs:N0} ms"));
    }

    public void Dispose() => _simulation.Dispose();

    private ClusterFigures Figures()
    {
        double deliveries = (double)_nodes.Length * _rumors;
        return new ClusterFigures(
            _strategy,
            _nodes.Length,
            _simulation.Network.Loss,
            _simulation.Seed,
            _joined.TotalSeconds,
            _rumors,
            _everybody,
            _reached / deliveries,
            _milliseconds.Count == 0 ? null : _milliseconds.Average(),
            _milliseconds.Count == 0 ? null : _milliseconds.Max(),
            _payloads / deliveries,
            _controls / deliveries,
            _simulation.EventCount,
            Environment.WorkingSet / 1e6,
            _watch.Elapsed.TotalMilliseconds);
    }

    private (long Payloads, long Controls) Count() =>
        (_nodes.Sum(node => node.Counters.PayloadsSent), _nodes.Sum(node => node.Counters.GossipControlsSent));

    private void Tell(string what)
    {
        if (_watch.Elapsed >= _next)
        {
            _next = _watch.Elapsed + Second;
            double seconds = _watch.Elapsed.TotalSeconds;
            _error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{seconds:0} s: {what}, simulated {_simulation.Now}"));
        }
    }
}
