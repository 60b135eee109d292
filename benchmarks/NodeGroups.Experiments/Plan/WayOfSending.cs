using NodeGroups.Protocol;

namespace NodeGroups.Experiments;

/// <summary>A way of sending with the fan-out it needs for a wished reliability, and what it costs.</summary>
internal sealed class WayOfSending(string strategy, int fanout, SpreadEstimate estimate, long payloadBytes)
{
    public string Strategy => strategy;

    public int Fanout => fanout;

    public double Reliability => estimate.Reliability;

    public double? Rounds => estimate.Rounds;

    public double PayloadSendsPerLiveNode => estimate.PayloadSendsPerLiveNode;

    public double BytesPerLiveNode => estimate.BytesPerLiveNode(payloadBytes);

    public double BytesOfBusiestNode =>
        fanout * estimate.BytesPerLiveNode(payloadBytes) / estimate.PayloadSendsPerLiveNode;
}
