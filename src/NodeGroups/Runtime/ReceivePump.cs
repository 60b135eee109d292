using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using NodeGroups.Protocol;
using NodeGroups.Transport;

namespace NodeGroups.Runtime;

/// <summary>Reads the transport and posts what is for this node; a full inbox holds the transport back.</summary>
internal sealed class ReceivePump(NodeRuntime runtime, ILogger logger, TimeProvider timeProvider)
{
    /// <summary>So many messages are passed on together even if more are there.</summary>
    private const int PassOnFrom = 256;

    private readonly NodeId _self = runtime.Machine.Settings.Id;
    private readonly MessageDecoder _decoder = new();
    private readonly BadFrames _badFrames = new(runtime.Transport, logger, timeProvider);
    private readonly List<Input> _held = [];
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

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (runtime.Transport is IInspectableTransport { Inbox: { } inbox })
        {
            await inbox.ReadBatchesAsync(
                (batch, more) => ReadAsync(batch, more, cancellationToken), cancellationToken).ConfigureAwait(false);
            return;
        }

        IAsyncEnumerator<ReceivedFrame> frames =
            runtime.Transport.ReceiveAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using ConfiguredAsyncDisposable disposal = frames.ConfigureAwait(false);
        while (true)
        {
            ValueTask<bool> next = frames.MoveNextAsync();
            if (_held.Count >= PassOnFrom || !next.IsCompletedSuccessfully)
            {
                await PassOnAsync(cancellationToken).ConfigureAwait(false);
            }

            if (!await next.ConfigureAwait(false))
            {
                await PassOnAsync(cancellationToken).ConfigureAwait(false);
                return;
            }

            Hold(frames.Current);
        }
    }

    private ValueTask ReadAsync(in InboundBatch batch, bool more, CancellationToken cancellationToken)
    {
        if (batch.Signal != PeerSignal.None)
        {
            Hold(new ReceivedFrame(batch.From, default, batch.Signal));
        }

        ReadOnlyMemory<byte> rest = batch.Frames;
        while (!rest.IsEmpty && Hold(new ReceivedFrame(batch.From, InboundBatch.Cut(ref rest))))
        {
            // What stands behind a bad frame came by a connection that is closed now.
        }

        return more && _held.Count < PassOnFrom ? ValueTask.CompletedTask : PassOnAsync(cancellationToken);
    }

    /// <summary>Keeps a message for the machine.</summary>
    /// <returns>False when it is none, and the connection it came by was given up.</returns>
    private bool Hold(in ReceivedFrame received)
    {
        if (received.Signal != PeerSignal.None)
        {
            _held.Add(Input.Of(new ReportPeerSignal(received.From, received.Signal)));
            return true;
        }

        DecodeError error = _decoder.Decode(received.Frame, out NodeId to, out ProtocolMessage? message);
        if (error != DecodeError.None || message is null)
        {
            Interlocked.Increment(ref _unreadable);
            if (error != DecodeError.UnknownMessage)
            {
                _badFrames.Refuse(received.From, error);
                return false;
            }
        }
        else if (to != _self && !to.IsNone)
        {
            Interlocked.Increment(ref _misdirected);
        }
        else
        {
            _held.Add(Input.Of(received.From, message));
        }

        return true;
    }

    /// <summary>Messages that came together are read together.</summary>
    private async ValueTask PassOnAsync(CancellationToken cancellationToken)
    {
        await runtime.PostAsync(_held, cancellationToken).ConfigureAwait(false);
        _held.Clear();
        runtime.Flush();
    }
}
