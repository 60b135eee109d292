using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>Thrown by the library's own handlers to answer with an outcome of its own kind.</summary>
internal sealed class CallRefusedException(CallResult result, string message) : Exception(message)
{
    public CallResult Result => result;
}
