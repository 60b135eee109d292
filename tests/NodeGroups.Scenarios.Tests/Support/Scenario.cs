using System.Text.Json.Serialization;

namespace NodeGroups.Scenarios.Tests;

/// <summary>The methods and topics of the scenarios.</summary>
internal static class Scenario
{
    public static readonly RpcMethod<int, int> Double =
        RpcMethod.Create("numbers.double", ScenarioJson.Default.Int32, ScenarioJson.Default.Int32);

    /// <summary>The same method as <see cref="Double"/>, called with an argument of another type.</summary>
    public static readonly RpcMethod<string?, int> DoubleOfText =
        RpcMethod.Create<string?, int>("numbers.double", ScenarioJson.Default.String!, ScenarioJson.Default.Int32);

    public static readonly RpcMethod<int, int> Missing =
        RpcMethod.Create("numbers.missing", ScenarioJson.Default.Int32, ScenarioJson.Default.Int32);

    public static readonly RpcMethod<int, Nothing> Count =
        RpcMethod.Create("numbers.count", ScenarioJson.Default.Int32);

    public static readonly RpcMethod<string?, string?> EchoText = RpcMethod.Create<string?, string?>(
        "echo.text", ScenarioJson.Default.String!, ScenarioJson.Default.String!);

    public static readonly RpcMethod<bool, bool> EchoFlag =
        RpcMethod.Create("echo.flag", ScenarioJson.Default.Boolean, ScenarioJson.Default.Boolean);

    /// <summary>What the child program's start action <c>serve</c> serves.</summary>
    public static readonly RpcMethod<string, string> ChildEcho =
        RpcMethod.Create("test.echo", ScenarioJson.Default.String, ScenarioJson.Default.String);

    public static readonly Topic<string> News = Topic.Create("scenario.news", ScenarioJson.Default.String);

    /// <summary>Serves <see cref="Double"/> on nodes.</summary>
    public static void ServeDouble(IEnumerable<Node> nodes)
    {
        foreach (Node node in nodes)
        {
            node.Handle(Double, (value, _, _) => ValueTask.FromResult(2 * value));
        }
    }

    /// <summary>Waits until a member goes from a group, and gets the change; begins to watch at once.</summary>
    public static async Task<GroupViewChange> WatchEndAsync(IGroup group, NodeId member, CancellationToken token)
    {
        await foreach (GroupViewChange change in group.WatchAsync(token))
        {
            if (change.Left.Concat(change.Failed).Any(gone => gone.Id == member))
            {
                return change;
            }
        }

        throw new InvalidOperationException("The node has ended.");
    }

    /// <summary>Reads so many rumors from a subscription.</summary>
    public static async Task<List<Rumor<string>>> ReadAsync(
        ISubscription<string> subscription, int count, CancellationToken cancellationToken)
    {
        List<Rumor<string>> rumors = [];
        await foreach (Rumor<string> rumor in subscription.WithCancellation(cancellationToken))
        {
            rumors.Add(rumor);
            if (rumors.Count == count)
            {
                break;
            }
        }

        return rumors;
    }
}

[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(RemoteCallback<int, int>))]
internal sealed partial class ScenarioJson : JsonSerializerContext;
