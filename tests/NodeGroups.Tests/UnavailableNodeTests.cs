using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace NodeGroups.Tests;

/// <summary>Every member of the interfaces, found by reflection, of a node that has not started or has ended: it throws
/// as documented, or still tells what cannot change; none hangs.</summary>
internal sealed class UnavailableNodeTests
{
    /// <summary>What may still be asked: who the node was, what it knew last, and streams, which end.</summary>
    private static readonly string[] StillTold =
    [
        "INode.Id", "INode.Name", "INode.Address", "INode.All", "INode.Local", "INode.Groups", "INode.Methods",
        "INode.Callbacks", "INode.Catalogue", "INode.Children", "INode.Stopped",
        "IGroup.Name", "IGroup.View", "IGroup.Options", "IGroup.Schedules", "IGroup.PlanGossip",
        "IGroup.WatchAsync", "IGroup.WatchTransfersAsync",
        "IGroupRegistry.Names", "IGroupRegistry.Get", "IGroupRegistry.TryGet", "IGroupRegistry.Find",
        "ICallbackRegistry.Renew", "ICallbackRegistry.Revoke", "IServiceCatalogue.Offered", "IServiceCatalogue.Active",
        "ISubscription.Topic", "ISubscription.Dropped", "ISubscription.Unreadable",
    ];

    private static readonly Type[] Interfaces =
    [
        typeof(INode), typeof(IGroup), typeof(IGroupRegistry), typeof(ICallbackRegistry), typeof(IServiceCatalogue),
        typeof(ISubscription<int>),
    ];

    [Test]
    public async Task Every_member_should_tell_or_throw_and_never_hang_when_the_node_has_ended()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("ended");
        IGroup group = await node.JoinAsync("orders", cancellationToken: cluster.Token);
        ISubscription<int> subscription = group.Subscribe(Methods.Numbers);
        object[] values =
        [
            node, group, node.Groups, node.Callbacks, node.Catalogue, subscription,
            new GroupName("orders"), node.Address, node.All.View.Members[0], Methods.Echo, Methods.Numbers,
            node.Callbacks.Create(
                (int value, CallContext _, CancellationToken _) => ValueTask.FromResult(value),
                TestJson.Default.Int32, TestJson.Default.Int32),
        ];
        await node.DisposeAsync();

        List<string> wrong = [];
        foreach (MethodInfo member in Interfaces.SelectMany(type => type.GetMethods()))
        {
            string name = NameOf(member);
            string outcome = await InvokeAsync(member, values).WaitAsync(cluster.Token);
            string expected = StillTold.Contains(name) ? "told" : nameof(ObjectDisposedException);
            if (outcome != expected)
            {
                wrong.Add($"{name}: {outcome}, expected {expected}");
            }
        }

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public async Task Every_member_of_the_containers_node_should_throw_before_it_has_started()
    {
        await using ServiceProvider provider =
            new ServiceCollection().AddNodeGroups(_ => { }).BuildServiceProvider();
        object[] values =
            [provider.GetRequiredService<INode>(), new GroupName("orders"), NodeAddress.Loopback(1), Methods.Echo];
        foreach (MethodInfo member in typeof(INode).GetMethods())
        {
            string outcome = await InvokeAsync(member, values);
            Assert.That(outcome, Is.EqualTo(nameof(InvalidOperationException)), NameOf(member));
        }
    }

    [Test]
    public async Task Started_work_should_end_when_the_node_ends()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("ended");
        IGroup group = await node.JoinAsync("orders", cancellationToken: cluster.Token);
        ISubscription<int> subscription = group.Subscribe(Methods.Numbers);
        Task<object?>[] waiting =
        [
            EnumerateAsync(group.WatchAsync(cluster.Token)),
            EnumerateAsync(group.WatchTransfersAsync(cluster.Token)),
            EnumerateAsync(subscription),
            group.WaitForMembersAsync(2, cluster.Token).AsTask().ContinueWith(task => (object?)task.Exception),
        ];
        await node.DisposeAsync();
        await Task.WhenAll(waiting).WaitAsync(cluster.Token);
    }

    private static string NameOf(MethodInfo member)
    {
        string type = member.DeclaringType!.Name.Split('`')[0];
        return $"{type}.{(member.IsSpecialName ? member.Name.Split('_', 2)[1] : member.Name)}";
    }

    private static async Task<string> InvokeAsync(MethodInfo member, object[] values)
    {
        MethodInfo method = member.IsGenericMethodDefinition
            ? member.MakeGenericMethod([.. member.GetGenericArguments().Select(_ => typeof(int))])
            : member;
        object target = values.First(method.DeclaringType!.IsInstanceOfType);
        object?[] arguments = [.. method.GetParameters().Select(one => ArgumentFor(one, values))];
        try
        {
            await CompleteAsync(method.Invoke(target, arguments));
            return "told";
        }
        catch (TargetInvocationException exception)
        {
            return exception.InnerException!.GetType().Name;
        }
        catch (Exception exception)
        {
            return exception.GetType().Name;
        }
    }

    /// <summary>Waits for what a member returned: a task, or a stream's first element.</summary>
    private static async Task CompleteAsync(object? returned)
    {
        switch (returned)
        {
            case Task task:
                await task;
                break;
            case not null when returned.GetType() is { Name: "ValueTask`1" } type:
                await (Task)type.GetMethod("AsTask")!.Invoke(returned, null)!;
                break;
            case not null when returned is not (ISubscription<int> or IGroup) && returned.GetType().GetInterfaces()
                .FirstOrDefault(one => one.Name == "IAsyncEnumerable`1") is { } stream:
                await (Task)typeof(UnavailableNodeTests)
                    .GetMethod(nameof(EnumerateAsync), BindingFlags.Static | BindingFlags.NonPublic)!
                    .MakeGenericMethod(stream.GetGenericArguments()).Invoke(null, [returned])!;
                break;
        }
    }

    private static async Task<object?> EnumerateAsync<T>(IAsyncEnumerable<T> stream)
    {
        object? last = null;
        await foreach (T element in stream)
        {
            last = element;
        }

        return last;
    }

    private static object? ArgumentFor(ParameterInfo parameter, object[] values)
    {
        Type type = parameter.ParameterType;
        Type plain = type.IsByRef ? type.GetElementType()! : type;
        return values.FirstOrDefault(plain.IsInstanceOfType)
            ?? (plain == typeof(int) ? 2
            : plain == typeof(long) ? 1L
            : parameter.Name == "token" ? values.OfType<RemoteCallback<int, int>>().Single().Token
            : plain == typeof(string) ? "name"
            : plain == typeof(TimeSpan) ? TimeSpan.FromSeconds(1)
            : plain == typeof(ScheduleOptions) ? new ScheduleOptions()
            : plain == typeof(GroupOptions) ? new GroupOptions()
            : plain == typeof(JsonTypeInfo<int>) ? TestJson.Default.Int32
            : plain == typeof(ServiceFactory) ? (ServiceFactory)((_, _) => default)
            : plain == typeof(Func<int, CallContext, CancellationToken, ValueTask<int>>)
                ? (Func<int, CallContext, CancellationToken, ValueTask<int>>)((_, _, _) => default)
            : plain == typeof(IEnumerable<NodeAddress>) ? Array.Empty<NodeAddress>()
            : plain == typeof(IReadOnlyList<NodeProcessOptions>) ? new[] { new NodeProcessOptions() }
            : plain.IsValueType ? Activator.CreateInstance(plain)
            : null);
    }
}
