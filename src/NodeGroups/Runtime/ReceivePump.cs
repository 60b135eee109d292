using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using NodeGroups.Protocol;

namespace NodeGroups.Runtime;

/// <summary>Reads the transport and posts what is for this node; a full inbox holds the transport back.</summary>
internal sealed class ReceivePump(NodeRuntime runtime, ILogger logger)
{
    /// <summary>So many messages are read at a turn of the loop at most.</summary>
    private const int FlushEvery = 256;

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
            await ReadAsync(cancellationToken).ConfigureAwait(false);
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

    /// <summary>Messages that came together are read together.</summary>
    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        IAsyncEnumerator<ReceivedFrame> frames =
            runtime.Transport.ReceiveAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using ConfiguredAsyncDisposable disposal = frames.ConfigureAwait(false);
        for (int held = 1; ; held++)
        {
            ValueTask<bool> next = frames.MoveNextAsync();
            if (held == FlushEvery || !next.IsCompletedSuccessfully)
            {
                held = 0;
                runtime.Flush();
            }

            if (!await next.ConfigureAwait(false))
            {
                runtime.Flush();
                return;
            }

            ValueTask posting = Post(frames.Current, cancellationToken);
            if (!posting.IsCompletedSuccessfully)
            {
                await posting.ConfigureAwait(false);
            }
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
