namespace NodeGroups.Simulation;

/// <summary>How a node that loses interest decides to stop.</summary>
public enum MongeringStop
{
    /// <summary>After k contacts of the kind that counts; with feedback, k in a row.</summary>
    Counter,

    /// <summary>With probability 1/k after each contact that counts.</summary>
    Coin,
}
