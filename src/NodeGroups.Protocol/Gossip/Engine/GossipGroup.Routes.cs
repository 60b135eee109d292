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
            TimeSpan latency = _counters.RoundTrip / 2;
            TimeSpan before = _conditions.Latency ?? TimeSpan.Zero;
            bool isNear = latency < 1.5 * before && before < 1.5 * latency;
            if (_conditions.Loss != _counters.MessageLoss || _conditions.Reliability != reliability
                || (!isNear && latency != before))
            {
                _conditions = new GossipConditions
                {
                    Reliability = reliability,
                    Loss = _counters.MessageLoss,
                    Latency = latency > TimeSpan.Zero ? latency : null,
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
            effects.Notify(new ProtocolNotice(ProtocolNoticeKind.RouteChosen, null, $"{Name}: {plan}"));
        }
    }
}
