using System.Text.Json.Serialization;

namespace NodeGroups.Tests;

internal sealed record Question(string Text);

internal sealed record Answer(string Text, int Number);

[JsonSerializable(typeof(Question))]
[JsonSerializable(typeof(Answer))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(string))]
internal sealed partial class TestJson : JsonSerializerContext;

internal static class Methods
{
    public static readonly RpcMethod<Question, Answer> Ask =
        RpcMethod.Create("test.ask", TestJson.Default.Question, TestJson.Default.Answer);

    public static readonly RpcMethod<int, int> Echo =
        RpcMethod.Create("test.echo", TestJson.Default.Int32, TestJson.Default.Int32);

    public static readonly RpcMethod<string, string?> EchoText =
        RpcMethod.Create("test.echo-text", TestJson.Default.String, TestJson.Default.String)!;

    public static readonly RpcMethod<bool, bool> EchoFlag =
        RpcMethod.Create("test.echo-flag", TestJson.Default.Boolean, TestJson.Default.Boolean);

    public static readonly RpcMethod<int, Nothing> Count = RpcMethod.Create("test.count", TestJson.Default.Int32);

    public static readonly Topic<int> Numbers = Topic.Create("test.numbers", TestJson.Default.Int32);
}
