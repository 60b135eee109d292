namespace Cluster.Nodes;

/// <summary>One group call.</summary>
/// <param name="Milliseconds">Until all outcomes were there.</param>
/// <param name="Replies">How many members replied with a value.</param>
internal sealed record CallOutcome(double Milliseconds, int Replies);
