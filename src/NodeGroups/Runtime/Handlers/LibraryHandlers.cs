using NodeGroups.Protocol;

namespace NodeGroups.Runtime;

/// <summary>Serves the library's own methods: what is wrong with a request is answered as such, not as a failure of
/// this node.</summary>
internal static class LibraryHandlers
{
    public static IDisposable Add<TRequest, TReply>(
        Node node, RpcMethod<TRequest, TReply> method, Func<TRequest, TReply> serve) =>
        Add(node, method, (request, _, _) => ValueTask.FromResult(serve(request)));

    public static IDisposable Add<TRequest, TReply>(
        Node node,
        RpcMethod<TRequest, TReply> method,
        Func<TRequest, CallContext, CancellationToken, ValueTask<TReply>> serve)
    {
        return node.Runtime.Dispatcher.Handlers.Add(new Handler<TRequest, TReply>(method, ServeAsync));

        async ValueTask<TReply> ServeAsync(TRequest request, CallContext call, CancellationToken cancellationToken)
        {
            if (request is null)
            {
                throw new CallRefusedException(CallResult.BadArgument, "An argument is needed.");
            }

            try
            {
                return await serve(request, call, cancellationToken).ConfigureAwait(false);
            }
            catch (UnknownGroupException exception)
            {
                throw new CallRefusedException(CallResult.UnknownGroup, Describe(exception));
            }
            catch (ArgumentException exception)
            {
                throw new CallRefusedException(CallResult.BadArgument, Describe(exception));
            }
        }
    }

    private static string Describe(Exception exception) => $"{exception.GetType().Name}: {exception.Message}";
}
