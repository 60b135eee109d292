using Microsoft.Extensions.Logging;
using NodeGroups.Protocol;

namespace NodeGroups.Runtime;

/// <summary>Reads the transport and posts what is for this node; a full inbox holds the transport back.</summary>
internal sealed class ReceivePump(NodeRuntime runtime, ILogger logger)
{
    private readonly NodeId _self = runtime.Machine.Settings.Id;
    private readonly MessageDecoder _decoder = new();
    private long _unreadable;
    private long _misdirected;

    /// <summary>Frames that were no message.</summary>
    public long Unreadable => Volatile.Read(ref _unreadable);

    /// <summary>Frames that meant another process life.</summary>
    public long Misdirected => Volatile.Read(ref _misdirected);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (ReceivedFrame received in
                runtime.Transport.ReceiveAllAsync(cancellationToken).ConfigureAwait(false))
            {
                ValueTask posting = Post(received, cancellationToken);
                if (!posting.IsCompletedSuccessfully)
                {
                    await posting.ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The node stops.
        }
        catch (Exception exception)
        {
            NodeLog.ReceiveFailed(logger, exception);
        }
    }

    private ValueTask Post(in ReceivedFrame received, CancellationToken cancellationToken)
    {
        if (received.Signal != PeerSignal.None)
        {
            return runtime.PostAsync(new ReportPeerSignal(received.From, received.Signal), cancellationToken);
        }

        DecodeError error = _decoder.Decode(received.Frame, out NodeId to, out ProtocolMessage? message);
        if (error != DecodeError.None || message is null)
        {
            Interlocked.Increment(ref _unreadable);
            return ValueTask.CompletedTask;
        }

        if (to != _self && !to.IsNone)
        {
            Interlocked.Increment(ref _misdirected);
            return ValueTask.CompletedTask;
        }

        return runtime.PostAsync(received.From, message, cancellationToken);
    }
}
