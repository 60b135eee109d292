namespace NodeGroups.Simulation;

/// <summary>For how long an informed node pushes.</summary>
public enum PushMode
{
    /// <summary>Infect-and-die: in the round after it was informed, and never again.</summary>
    Die,

    /// <summary>Infect-forever: in every round until every live node is informed.</summary>
    Forever,
}
