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
        ThrowIfTooLarge(payload);
        return payload;
    }

    public void ThrowIfTooLarge(byte[] payload)
    {
        if (payload.Length > runtime.PayloadLimit)
        {
            throw new ArgumentException(
                $"The argument has {payload.Length} bytes of JSON; at most {runtime.PayloadLimit} fit a frame. "
                + "Send a hint and let the receiver fetch the rest, or raise Transport.FrameBytes on all nodes.",
                nameof(payload));
        }
    }

    /// <summary>Calls one node; ends at the time-out at the latest. To be awaited once.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The node stopped.</exception>
    public ValueTask<RawReply> CallAsync(
        Peer target,
        GroupName group,
        string method,
        byte[] payload,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        if (runtime.Stopped.IsCancellationRequested)
        {
            return ValueTask.FromException<RawReply>(new ObjectDisposedException(nameof(INode)));
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<RawReply>(cancellationToken);
        }

        return RuntimeDiagnostics.AreCallsTraced || runtime.Sender.HoldsBack
            ? CallSlowlyAsync(target, group, method, payload, timeout, cancellationToken)
            : StartAsync(target, group, method, payload, timeout, cancellationToken);
    }

    public static async ValueTask<TReply> ReadAsync<TReply>(
        ValueTask<RawReply> call, Peer target, JsonTypeInfo<TReply> type)
    {
        RawReply raw = await call.ConfigureAwait(false);
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

    private async ValueTask<RawReply> CallSlowlyAsync(
        Peer target,
        GroupName group,
        string method,
        byte[] payload,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        using Activity? activity = RuntimeDiagnostics.StartCall(method, group);
        CallResult result = CallResult.Cancelled;
        try
        {
            await runtime.Sender.PaceAsync(cancellationToken).ConfigureAwait(false);
            RawReply reply = await StartAsync(
                target, group, method, payload, timeout, cancellationToken).ConfigureAwait(false);
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

    private ValueTask<RawReply> StartAsync(
        Peer target,
        GroupName group,
        string method,
        byte[] payload,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        CallWaiter waiter = new(runtime, cancellationToken);
        waiter.Token = runtime.Calls.Add(waiter);
        StartCall command = new(waiter.Token, target, group, method, timeout, TraceParent(), payload);
        ValueTask posting = runtime.PostAsync(command, cancellationToken);
        if (!posting.IsCompletedSuccessfully)
        {
            return WaitForRoomAsync(posting, waiter);
        }

        return WaitAsync(waiter);
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

        return await WaitAsync(waiter).ConfigureAwait(false);
    }

    private ValueTask<RawReply> WaitAsync(CallWaiter waiter)
    {
        if (runtime.Stopped.IsCancellationRequested)
        {
            runtime.EndCall(waiter.Token, new RawReply(CallResult.Cancelled, string.Empty, default));
        }

        return waiter.WaitAsync();
    }

    private static string TraceParent() =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? id : string.Empty;
}
