using System.Diagnostics;
using System.Runtime.CompilerServices;
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

    /// <summary>Calls one node; ends at the time-out at the latest.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The node stopped.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<RawReply> CallAsync(
        Peer target, GroupName group, string method, byte[] payload, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(runtime.Stopped.IsCancellationRequested, typeof(INode));
        cancellationToken.ThrowIfCancellationRequested();
        long started = RuntimeDiagnostics.StartTiming();
        using Activity? activity = RuntimeDiagnostics.StartCall(method, group);
        await runtime.Sender.PaceAsync(cancellationToken).ConfigureAwait(false);
        CallWaiter waiter = new(runtime);
        long token = runtime.Calls.Add(waiter);
        waiter.Token = token;
        StartCall command = new(token, target, group, method, timeout, TraceParent(), payload);
        try
        {
            await runtime.PostAsync(command, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            runtime.Calls.Remove(token);
            throw;
        }

        if (runtime.Stopped.IsCancellationRequested)
        {
            runtime.EndCall(token, new RawReply(CallResult.Cancelled, string.Empty, default));
        }

        RawReply reply;
        using (cancellationToken.UnsafeRegister(static state => ((CallWaiter)state!).Cancel(), waiter))
        {
            reply = await waiter.Task.ConfigureAwait(false);
        }

        RuntimeDiagnostics.CallEnded(started, reply.Result);
        if (reply.Result != CallResult.Replied)
        {
            activity?.SetStatus(ActivityStatusCode.Error, reply.Result.ToString());
            ThrowWhenCancelled(reply, cancellationToken);
        }

        return reply;
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

    private void ThrowWhenCancelled(in RawReply reply, CancellationToken cancellationToken)
    {
        if (reply.Result != CallResult.Cancelled)
        {
            return;
        }

        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(runtime.Stopped.IsCancellationRequested, typeof(INode));
    }

    private static string TraceParent() =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? id : string.Empty;
}
