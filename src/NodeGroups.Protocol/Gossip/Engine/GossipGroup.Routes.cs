using System.Numerics;
using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <content>What <c>auto</c> is told of the network, and what it chose.</content>
internal sealed partial class GossipGroup
{
    private GossipConditions _conditions = GossipConditions.Default;
    private GossipPlan? _plan;

    /// <summary>Gets the conditions of this moment: the same instance while little has changed.</summary>
    public GossipConditions Conditions
    {
        get
        {
            if (_conditions.Loss != _counters.MessageLoss || _conditions.Reliability != _options.WishedReliability
                || !IsNear(_conditions.Latency ?? default, _counters.Network.Latency.Mean)
                || !IsNear(_conditions.LatencyBound, _delays.Bound))
            {
                _conditions = _counters.ConditionsFor(_options, _settings);
            }

            return _conditions;
        }
    }

    /// <summary>The way of a rumor published here was chosen: counts it, and tells when it is a new one.</summary>
    /// <remarks>Nothing is predicted here: whoever reads the plan's figures computes them. The description of a large
    /// payload is no rumor of its own: that was counted as striped.</remarks>
    public void NoteRoute(RumorMessage rumor, IEffects effects)
    {
        if (LargeKind.IsLarge(rumor.Kind) || !RumorRoute.TryRead(rumor.Route, out RumorRoute route))
        {
            return;
        }

        _counters.RumorsBroadcast += route.Strategy == PlannedStrategy.Broadcast ? 1 : 0;
        _counters.RumorsOnRings += route.Strategy == PlannedStrategy.Ring ? 1 : 0;
        _counters.RumorsOnTrees += route.Strategy == PlannedStrategy.Tree ? 1 : 0;
        if (_plan is { } former && IsLike(former, route, rumor.Payload.Length))
        {
            NotePlan(former, effects);
            return;
        }

        bool isStream = route.Strategy == PlannedStrategy.Tree && rumor.Payload.Length <= RouteChoice.LightBytes;
        GossipConditions conditions = isStream ? _conditions with { IsStream = true } : _conditions;
        NotePlan(
            new GossipPlan(Members.PeerCount + 1, rumor.Payload.Length, conditions, route, _settings), effects);
    }

    /// <summary>A large payload is published here: counts it, and tells when what came before was not
    /// striped.</summary>
    public void NoteStriped(long payloadBytes, IEffects effects)
    {
        _counters.RumorsStriped++;
        NotePlan(GossipPlan.For(Members.PeerCount + 1, payloadBytes, Conditions, fanout: null, _settings), effects);
    }

    private void NotePlan(GossipPlan plan, IEffects effects)
    {
        bool isNewWay = _plan?.Strategy != plan.Strategy;
        _plan = _counters.LatestPlan = plan;
        if (isNewWay)
        {
            effects.Notify(new ProtocolNotice(ProtocolNoticeKind.RouteChosen, null, $"in group {Name}: {plan}")
            {
                Plan = plan,
            });
        }
    }

    private bool IsLike(GossipPlan plan, RumorRoute route, int payloadBytes) =>
        plan.Strategy == route.Strategy && plan.Fanout == route.Fanout && plan.Members == Members.PeerCount + 1
        && BitOperations.Log2((uint)plan.PayloadBytes) == BitOperations.Log2((uint)payloadBytes)
        && plan.Conditions.Loss == _conditions.Loss && plan.Conditions.Latency == _conditions.Latency
        && plan.Conditions.Reliability == _conditions.Reliability;

    private static bool IsNear(TimeSpan one, TimeSpan other) =>
        one == other || (one < 1.25 * other && other < 1.25 * one);
}
