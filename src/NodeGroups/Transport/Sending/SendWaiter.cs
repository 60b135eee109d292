namespace NodeGroups.Transport;

/// <summary>A frame whose sender waits for room. It completes when the frame is queued or dropped.</summary>
internal sealed class SendWaiter(byte[] frame)
    : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    /// <summary>Gets the frame.</summary>
    public byte[] Frame { get; private set; } = frame;

    /// <summary>Waits for room.</summary>
    /// <exception cref="OperationCanceledException">The sender gave up; the frame is not sent.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        using (cancellationToken.UnsafeRegister(static (state, token) => ((SendWaiter)state!).GiveUp(token), this))
        {
            await Task.ConfigureAwait(false);
        }
    }

    private void GiveUp(CancellationToken cancellationToken)
    {
        if (TrySetCanceled(cancellationToken))
        {
            Frame = [];
        }
    }
}
