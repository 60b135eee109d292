namespace NodeGroups;

/// <summary>How <see cref="GossipStrategies.Auto"/> spreads one rumor.</summary>
public enum PlannedStrategy
{
    /// <summary>The origin sends the payload to every member: one hop.</summary>
    Broadcast = 1,

    /// <summary>Every node that newly has the rumor sends it to its successors on pseudo-random rings.</summary>
    Ring = 2,

    /// <summary>Payloads go along a tree that all members compute from the view, another one for each rumor.</summary>
    Tree = 3,

    /// <summary>The payload is cut into chunks that go different ways: every node sends about its share.</summary>
    Striped = 4,
}
