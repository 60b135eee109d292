using System.Text.Json.Serialization;

namespace NodeGroups.Tests.Callbacks;

internal sealed record Job(int Steps, RemoteCallback<int> Report);

[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(RemoteCallback<int, int>))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(string))]
internal sealed partial class CallbackJson : JsonSerializerContext;

internal static class CallbackMethods
{
    public static readonly RpcMethod<Job, int> Work =
        RpcMethod.Create("test.work", CallbackJson.Default.Job, CallbackJson.Default.Int32);

    public static readonly RpcMethod<RemoteCallback<int, int>, int> Draw =
        RpcMethod.Create("test.draw", CallbackJson.Default.RemoteCallbackInt32Int32, CallbackJson.Default.Int32);
}
