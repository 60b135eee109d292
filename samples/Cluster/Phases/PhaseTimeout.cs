namespace Cluster.Phases;

/// <summary>Bounds a step.</summary>
internal static class PhaseTimeout
{
    public static async Task RunAsync(
        TimeSpan limit, Func<CancellationToken, Task> action, CancellationToken cancellationToken)
    {
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(limit);
        try
        {
            await action(bound.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"not done after {limit.TotalSeconds:F0} s");
        }
    }
}
