using System.Diagnostics;
using System.Text.Json.Serialization.Metadata;
using NodeGroups.Protocol;

namespace NodeGroups.Runtime;

/// <summary>Starts calls and reads their ends.</summary>
internal sealed class Caller(NodeRuntime runtime)
{
    public MonotonicTime Now => runtime.Now;

    public byte[] WriteRequest<TRequest>(TRequest request, JsonTypeInfo<TRequest> type)
    {
        byte[] payload = JsonPayload.Write(request, type);
        ThrowIfTooLarge(payload, nameof(request));
        return payload;
    }

    public void ThrowIfTooLarge(byte[] payload, string parameterName)
    {
        if (payload.Length > runtime.PayloadLimit)
        {
            throw new ArgumentException(
                $"The argument has {payload.Length} bytes of JSON; at most {runtime.PayloadLimit} fit a frame. "
                + "Send a hint and let the receiver fetch the rest, or raise Transport.FrameBytes on all nodes.",
                parameterName);
        }
    }

    /// <summary>Calls one node; ends at the time-out at the latest. To be awaited once.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The node stopped.</exception>
    public ValueTask<RawReply> CallAsync(OutgoingCall call, CancellationToken cancellationToken)
    {
        if (MustWait(cancellationToken))
        {
            return CallSlowlyAsync(call, cancellationToken);
        }

        CallWaiter waiter = new(runtime, cancellationToken);
        ValueTask posting = PostAsync(waiter, call, cancellationToken);
        return posting.IsCompletedSuccessfully ? waiter.WaitAsync() : WaitForRoomAsync(posting, waiter);
    }

    /// <summary>Calls one node for a value; ends at the time-out at the latest. To be awaited once.</summary>
    /// <exception cref="CallFailedException">The call failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The node stopped.</exception>
    public ValueTask<TReply> CallAsync<TReply>(
        OutgoingCall call, JsonTypeInfo<TReply> type, CancellationToken cancellationToken)
    {
        if (MustWait(cancellationToken))
        {
            return ReadAsync(CallSlowlyAsync(call, cancellationToken), call.Target, type);
        }

        ValueWaiter<TReply> waiter = new(runtime, call.Target, type, cancellationToken);
        ValueTask posting = PostAsync(waiter, call, cancellationToken);
        return posting.IsCompletedSuccessfully
            ? waiter.WaitForValueAsync()
            : ReadAsync(WaitForRoomAsync(posting, waiter), call.Target, type);
    }

    /// <summary>Reads the value of a call that has ended.</summary>
    /// <exception cref="CallFailedException">The call failed.</exception>
    public static TReply ReadValue<TReply>(in RawReply raw, in Peer target, JsonTypeInfo<TReply> type)
    {
        CallError? error = Read(raw, type, out TReply? value);
        return error is null ? value! : throw new CallFailedException(error, target.Id, target.Address);
    }

    public static MemberReply<TReply> ToReply<TReply>(Member member, in RawReply raw, JsonTypeInfo<TReply> type)
    {
        CallError? error = Read(raw, type, out TReply? value);
        return new MemberReply<TReply>(member, value, error, raw.Latency);
    }

    private static CallError? Read<TReply>(in RawReply raw, JsonTypeInfo<TReply> type, out TReply? value)
    {
        value = default;
        if (raw.Result != CallResult.Replied)
        {
            return new CallError(ToStatus(raw.Result), raw.Result, raw.ErrorText);
        }

        return JsonPayload.TryRead(raw.Payload, type, out value)
            ? null
            : new CallError(ReplyStatus.Faulted, CallResult.Replied, $"The value is not a {typeof(TReply).Name}.");
    }

    private static ReplyStatus ToStatus(CallResult result) => result switch
    {
        CallResult.Replied => ReplyStatus.Replied,
        CallResult.TimedOut => ReplyStatus.TimedOut,
        CallResult.Unreachable => ReplyStatus.Unreachable,
        CallResult.Cancelled => ReplyStatus.Abandoned,
        _ => ReplyStatus.Faulted,
    };

    private static async ValueTask<TReply> ReadAsync<TReply>(
        ValueTask<RawReply> call, Peer target, JsonTypeInfo<TReply> type) =>
        ReadValue(await call.ConfigureAwait(false), target, type);

    private bool MustWait(CancellationToken cancellationToken) =>
        RuntimeDiagnostics.AreCallsTraced || runtime.Sender.HoldsBack
        || runtime.Stopped.IsCancellationRequested || cancellationToken.IsCancellationRequested;

    private async ValueTask<RawReply> CallSlowlyAsync(OutgoingCall call, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(runtime.Stopped.IsCancellationRequested, typeof(INode));
        cancellationToken.ThrowIfCancellationRequested();
        using Activity? activity = RuntimeDiagnostics.StartCall(call.Method, call.Group);
        CallResult result = CallResult.Cancelled;
        try
        {
            await runtime.Sender.PaceAsync(cancellationToken).ConfigureAwait(false);
            CallWaiter waiter = new(runtime, cancellationToken);
            ValueTask posting = PostAsync(waiter, call, cancellationToken);
            RawReply reply = await WaitForRoomAsync(posting, waiter).ConfigureAwait(false);
            result = reply.Result;
            return reply;
        }
        finally
        {
            if (result != CallResult.Replied)
            {
                activity?.SetStatus(ActivityStatusCode.Error, result.ToString());
            }
        }
    }

    private ValueTask PostAsync(CallWaiter waiter, in OutgoingCall call, CancellationToken cancellationToken)
    {
        waiter.Token = runtime.Calls.Add(waiter);
        StartCall command = new(
            waiter.Token, call.Target, call.Group, call.Method, call.Timeout, TraceParent(), call.Payload);
        ValueTask posting = runtime.PostAsync(command, cancellationToken);
        if (runtime.Stopped.IsCancellationRequested)
        {
            runtime.EndCall(waiter.Token, new RawReply(CallResult.Cancelled, string.Empty, default));
        }

        return posting;
    }

    private async ValueTask<RawReply> WaitForRoomAsync(ValueTask posting, CallWaiter waiter)
    {
        try
        {
            await posting.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            runtime.Calls.Remove(waiter.Token);
            throw;
        }

        return await waiter.WaitAsync().ConfigureAwait(false);
    }

    private static string TraceParent() =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? id : string.Empty;
}
