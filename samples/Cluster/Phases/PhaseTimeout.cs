namespace Cluster.Phases;

/// <summary>Bounds a step, and says in words which one took too long.</summary>
internal static class PhaseTimeout
{
    public static async Task RunAsync(
        string step, TimeSpan limit, Func<CancellationToken, Task> action, CancellationToken cancellationToken)
    {
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(limit);
        try
        {
            await action(bound.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{step}: not done after {limit.TotalSeconds:F0} s");
        }
    }
}
