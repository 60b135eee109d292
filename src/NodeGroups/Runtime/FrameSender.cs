using System.Buffers;
using NodeGroups.Protocol;
using NodeGroups.Transport;

namespace NodeGroups.Runtime;

/// <summary>Writes messages as frames and hands them to the transport, without ever waiting for it.</summary>
/// <remarks>
/// Used by the loop alone. The transport copies the frame and completes at once unless the peer's queue is full; a
/// bounded number of such sends are let wait in the background, then frames are dropped and counted, and repair makes
/// good.
/// </remarks>
internal sealed class FrameSender(ITransport transport, CancellationToken stopped)
{
    public const int WaitingLimit = 1024;

    private readonly ITurnTransport? _turns = transport as ITurnTransport;
    private readonly ArrayBufferWriter<byte> _scratch = new(4096);
    private readonly Lock _lock = new();
    private TaskCompletionSource? _room;
    private long _dropped;
    private int _waiting;

    public long Dropped => Volatile.Read(ref _dropped);

    public void Send(in Peer to, ProtocolMessage message)
    {
        try
        {
            _scratch.ResetWrittenCount();
            MessageCodec.Encode(to.Id, message, _scratch);
            if (Volatile.Read(ref _waiting) >= WaitingLimit)
            {
                SendOrDrop(to.Address);
                return;
            }

            ValueTask sending = SendAsync(to.Address, stopped);
            if (sending.IsCompletedSuccessfully)
            {
                sending.GetAwaiter().GetResult();
                return;
            }

            Interlocked.Increment(ref _waiting);
            _ = ObserveAsync(sending);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Whether peers' queues are so full that those who bring new work wait.</summary>
    public bool HoldsBack => Volatile.Read(ref _waiting) >= WaitingLimit / 4;

    /// <summary>Lets those who bring new work wait while peers' queues are full; not for ever, as one stuck peer must
    /// not stop all.</summary>
    public ValueTask PaceAsync(CancellationToken cancellationToken) =>
        !HoldsBack ? ValueTask.CompletedTask : PaceSlowlyAsync(cancellationToken);

    /// <summary>Ends a turn of the loop: what was sent in it leaves now.</summary>
    public void EndTurn() => _turns?.EndTurn();

    private ValueTask SendAsync(NodeAddress to, CancellationToken cancellationToken) =>
        _turns is null
            ? transport.SendAsync(to, _scratch.WrittenMemory, cancellationToken)
            : _turns.SendInTurnAsync(to, _scratch.WrittenMemory, cancellationToken);

    private void SendOrDrop(NodeAddress to)
    {
        using CancellationTokenSource now = new();
        ValueTask sending = SendAsync(to, now.Token);
        if (sending.IsCompletedSuccessfully)
        {
            sending.GetAwaiter().GetResult();
            return;
        }

        now.Cancel();
        Interlocked.Increment(ref _waiting);
        _ = ObserveAsync(sending);
    }

    private async ValueTask PaceSlowlyAsync(CancellationToken cancellationToken)
    {
        Task room;
        lock (_lock)
        {
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            room = _room.Task;
        }

        Task limit = Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        await Task.WhenAny(room, limit).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task ObserveAsync(ValueTask sending)
    {
        try
        {
            await sending.ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Interlocked.Increment(ref _dropped);
        }

        if (Interlocked.Decrement(ref _waiting) < WaitingLimit / 8)
        {
            TaskCompletionSource? room;
            lock (_lock)
            {
                room = _room;
                _room = null;
            }

            room?.TrySetResult();
        }
    }
}
