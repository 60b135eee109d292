using System.Diagnostics;
using NodeGroups.Protocol;

namespace NodeGroups.Runtime;

/// <summary>One run of a handler, for a caller or for a rumor.</summary>
internal sealed class Invocation(
    HandlerDispatcher dispatcher,
    Handler handler,
    CallContext context,
    ulong callId,
    ReadOnlyMemory<byte> payload,
    string traceParent,
    long expires) : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    public (NodeId Caller, ulong CallId) Key => (context.Caller, callId);

    public bool IsCall => !context.IsGossip;

    public Peer Caller => new(context.Caller, context.CallerAddress);

    public ulong CallId => callId;

    /// <summary>Cancels the handler's token; nothing when the handler has ended.</summary>
    public void Cancel()
    {
        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The handler ended in the meantime.
        }
        catch (AggregateException exception)
        {
            dispatcher.HandlerFailed(handler.Method, context, exception, cancelled: false);
        }
    }

    public void Dispose() => _cancellation.Dispose();

    /// <summary>Starts the handler and returns at its first wait.</summary>
    public void Run() => _ = RunAsync();

    private async Task RunAsync()
    {
        RawReply reply;
        using Activity? activity = RuntimeDiagnostics.StartServed(handler.Method, context.Group, traceParent);
        try
        {
            reply = dispatcher.IsExpired(expires)
                ? new RawReply(
                    CallResult.Busy, "The call waited longer than its time-out for a handler's turn.", default)
                : await handler.RunAsync(payload, context, _cancellation.Token).ConfigureAwait(false);
        }
        catch (CallRefusedException refused)
        {
            reply = new RawReply(refused.Result, refused.Message, default);
            if (refused.Result == CallResult.Refused)
            {
                dispatcher.Refused(handler.Method, context, refused.Message);
            }
        }
        catch (Exception exception)
        {
            reply = new RawReply(CallResult.HandlerFailed, Describe(exception), default);
            activity?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
            dispatcher.HandlerFailed(handler.Method, context, exception, _cancellation.IsCancellationRequested);
        }

        dispatcher.Completed(this, reply);
        Dispose();
    }

    /// <summary>Type name and message, never a stack trace; the machine cuts it to its limit.</summary>
    private static string Describe(Exception exception)
    {
        string text = $"{exception.GetType().Name}: {exception.Message}";
        return text.Length <= ProtocolLimits.ErrorTextBytes ? text : text[..ProtocolLimits.ErrorTextBytes];
    }
}
