using System.Diagnostics.CodeAnalysis;

namespace NodeGroups;

/// <summary>One member's outcome of a group call. Immutable.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <remarks>Success is a status, never "the value is not null": a reply of 0, false or null is a reply.</remarks>
public sealed class MemberReply<T>
{
    private readonly T? _value;

    internal MemberReply(Member member, T? value, CallError? error, TimeSpan latency)
    {
        Member = member;
        _value = value;
        Error = error;
        Latency = latency;
    }

    /// <summary>Gets the member.</summary>
    public Member Member { get; }

    /// <summary>Gets how the call ended.</summary>
    public ReplyStatus Status => Error?.Status ?? ReplyStatus.Replied;

    /// <summary>Gets why there is no value; null when there is one.</summary>
    public CallError? Error { get; }

    /// <summary>Gets how long it took from the start of the call until this outcome was known, by
    /// <see cref="NodeOptions.TimeProvider"/>.</summary>
    public TimeSpan Latency { get; }

    /// <summary>Gets a value indicating whether the member replied with a value.</summary>
    public bool HasValue => Error is null;

    /// <summary>Gets the value.</summary>
    /// <exception cref="CallFailedException">The member gave no value.</exception>
    public T Value => Error is null ? _value! : throw new CallFailedException(Error, Member.Id, Member.Address);

    /// <summary>Tries to get the value.</summary>
    /// <param name="value">The value; it may itself be null where the method's type allows it.</param>
    /// <returns>True when the member replied.</returns>
    public bool TryGetValue([MaybeNullWhen(false)] out T value)
    {
        value = _value!;
        return Error is null;
    }

    /// <summary>Gets a form for people.</summary>
    /// <returns>For example <c>alpha(1f2e3d4c)@127.0.0.1:7400: TimedOut</c>.</returns>
    public override string ToString() => Error is null ? $"{Member}: {_value}" : $"{Member}: {Error}";
}
