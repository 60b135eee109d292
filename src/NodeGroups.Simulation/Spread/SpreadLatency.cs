namespace NodeGroups.Simulation;

/// <summary>How long a message of the spread model takes; the mean, where there is one, is the unit of time.</summary>
public enum SpreadLatency
{
    /// <summary>No time at all: what is sent arrives at once, after what was sent before.</summary>
    None,

    /// <summary>Always the mean.</summary>
    Constant,

    /// <summary>Uniform from half the mean to one and a half.</summary>
    Uniform,

    /// <summary>Exponential.</summary>
    Exponential,

    /// <summary>
    /// Log-normal; the logarithm has a standard deviation of 0.5, so that one in 100 takes 2.8 times the mean or more.
    /// </summary>
    LogNormal,
}
