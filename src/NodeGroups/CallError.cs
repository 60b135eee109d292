using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>Why a call gave no value.</summary>
/// <param name="Status">The outcome; never <see cref="ReplyStatus.Replied"/>.</param>
/// <param name="Reason">The exact reason.</param>
/// <param name="Message">For people: what the member said, at most 1 KiB; without a stack trace. Not trusted: it
/// comes from the member.</param>
public sealed record CallError(ReplyStatus Status, CallResult Reason, string Message)
{
    /// <summary>Gets a form for people.</summary>
    /// <returns>For example <c>Faulted (HandlerFailed): InvalidOperationException: no stock</c>.</returns>
    public override string ToString()
    {
        string status = Status.ToString();
        string reason = Reason.ToString();
        string outcome = status == reason ? status : $"{status} ({reason})";
        return Message.Length == 0 ? outcome : $"{outcome}: {Message}";
    }
}
