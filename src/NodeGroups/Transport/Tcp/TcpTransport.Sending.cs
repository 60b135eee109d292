using NodeGroups.Protocol;

namespace NodeGroups.Transport;

/// <content>How frames get into the queues of their peers.</content>
internal sealed partial class TcpTransport
{
    private readonly TurnWriters _turn = new();

    public ValueTask SendAsync(
        NodeAddress to, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken = default) =>
        SendAsync(to, frame, turn: null, cancellationToken);

    public ValueTask SendInTurnAsync(
        NodeAddress to, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        _turn.Count();
        return SendAsync(to, frame, _turn, cancellationToken);
    }

    public void EndTurn() => _turn.Start();

    private ValueTask SendAsync(
        NodeAddress to, ReadOnlyMemory<byte> frame, TurnWriters? turn, CancellationToken cancellationToken)
    {
        FrameRules.ThrowIfInvalid(to, frame.Span, Limits.FrameBytes);
        bool membership = FrameHeader.IsMembership(frame.Span);
        while (!IsClosed)
        {
            TcpPeer peer = PeerAt(to);
            switch (peer.Enqueue(frame.Span, membership, turn))
            {
                case EnqueueResult.Done:
                    return default;
                case EnqueueResult.Full:
                    if (cancellationToken.IsCancellationRequested)
                    {
                        return ValueTask.FromCanceled(cancellationToken);
                    }

                    SendWaiter waiter = new(frame.ToArray());
                    if (peer.TryWait(waiter))
                    {
                        return new ValueTask(waiter.WaitAsync(cancellationToken));
                    }

                    break;
                default:
                    // An alias was taken over, or is being taken over this moment: look up again.
                    Thread.Yield();
                    break;
            }
        }

        Counters.Dropped(TransportDropReason.Closed);
        return default;
    }
}
