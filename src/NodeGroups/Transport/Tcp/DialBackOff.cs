using NodeGroups.Protocol;

namespace NodeGroups.Transport;

/// <summary>Decides when an address that could not be reached is dialled again. The peer's lock guards it.</summary>
internal sealed class DialBackOff
{
    private const int MinimumMilliseconds = 50;
    private const int MaximumMilliseconds = 2000;
    private long _failedAt;
    private long _next;
    private int _wait;

    /// <summary>Gets how the last dial ended; <see cref="PeerSignal.None"/> when it succeeded.</summary>
    public PeerSignal LastFailure { get; private set; }

    /// <summary>Tells whether to dial now. A frame of the membership lane needs an answer soon: one dial per 50
    /// ms.</summary>
    public bool MayDial(long now, bool membership) =>
        LastFailure == PeerSignal.None || now >= _next || (membership && now - _failedAt >= MinimumMilliseconds);

    public void Succeeded()
    {
        LastFailure = PeerSignal.None;
        _wait = 0;
    }

    public void Failed(long now, PeerSignal signal)
    {
        // After a long quiet time the first failures count as new.
        _wait = now - _failedAt > 4 * MaximumMilliseconds ? 0 : _wait;
        _wait = Math.Clamp(2 * _wait, MinimumMilliseconds, MaximumMilliseconds);
        _failedAt = now;
        _next = now + (_wait / 2) + Random.Shared.Next((_wait / 2) + 1);
        LastFailure = signal;
    }
}
