namespace NodeGroups.Tests.Processes;

/// <summary>What the test child serves after its start action <c>serve</c>.</summary>
internal static class ChildMethods
{
    public static readonly RpcMethod<string, string> Echo = RpcMethod.Create<string, string>("test.echo");

    public static readonly RpcMethod<string, string> Wait = RpcMethod.Create<string, string>("test.wait");

    public static readonly RpcMethod<string, string> Probe = RpcMethod.Create<string, string>("test.probe");
}
