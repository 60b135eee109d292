using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <content>What <c>auto</c> is told of the network, and what it chose.</content>
internal sealed partial class GossipGroup
{
    private GossipConditions _conditions = GossipConditions.Default;
    private PlannedStrategy _chosen;

    /// <summary>Gets the conditions of this moment: the same instance while little has changed.</summary>
    public GossipConditions Conditions
    {
        get
        {
            double reliability = _options.Fanout.Reliability ?? GossipConditions.Default.Reliability;
            if (_conditions.Loss != _counters.MessageLoss || _conditions.Reliability != reliability
                || !IsNear(_conditions.Latency ?? default, _counters.Network.Latency.Mean)
                || !IsNear(_conditions.LatencyBound, _delays.Bound))
            {
                LatencyEstimate latency = _counters.Network.Latency;
                _conditions = new GossipConditions
                {
                    Reliability = reliability,
                    Loss = _counters.MessageLoss,
                    Latency = latency.IsKnown ? latency.Mean : null,
                    LatencyBound = _delays.Bound,
                };
            }

            return _conditions;
        }
    }

    /// <summary>The way of a rumor published here was chosen: counts it, and tells when it is a new one.</summary>
    public void NoteRoute(RumorMessage rumor, IEffects effects)
    {
        if (!RumorRoute.TryRead(rumor.Route, out RumorRoute route))
        {
            return;
        }

        _counters.RumorsBroadcast += route.Strategy == PlannedStrategy.Broadcast ? 1 : 0;
        _counters.RumorsOnRings += route.Strategy == PlannedStrategy.Ring ? 1 : 0;
        _counters.RumorsOnTrees += route.Strategy == PlannedStrategy.Tree ? 1 : 0;
        if (route.Strategy != _chosen)
        {
            _chosen = route.Strategy;
            GossipPlan plan = GossipPlan.For(Members.PeerCount + 1, rumor.Payload.Length, _conditions, route);
            effects.Notify(new ProtocolNotice(ProtocolNoticeKind.RouteChosen, null, $"in group {Name}: {plan}"));
        }
    }

    private static bool IsNear(TimeSpan one, TimeSpan other) =>
        one == other || (one < 1.25 * other && other < 1.25 * one);
}
