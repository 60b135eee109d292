using System.Reflection;
using NodeGroups.Protocol;

namespace NodeGroups.Conventions.Tests;

/// <summary>Interfaces that users implement are small.</summary>
public sealed class InterfaceTests
{
    private const int MostMembers = 4;

    /// <summary>Users call these, or fake them in tests, and implement them nowhere else; IEffects has one member for
    /// each effect, so that a new one breaks every shell when it is compiled.</summary>
    private static readonly Type[] CalledNotImplemented =
    [
        typeof(INode), typeof(IGroup), typeof(IGroupRegistry), typeof(ICallbackRegistry), typeof(ISubscription<>),
        typeof(IGossipContext), typeof(IEffects),
    ];

    [Test]
    public void Interfaces_that_users_implement_should_have_at_most_four_members()
    {
        IEnumerable<string> large = Packages.All
            .SelectMany(static assembly => assembly.GetExportedTypes())
            .Where(static type => type.IsInterface && !CalledNotImplemented.Contains(type))
            .Where(static type => Members(type) > MostMembers)
            .Select(static type => $"{type.FullName}: {Members(type)}");

        Assert.That(large, Is.Empty);
    }

    [Test]
    public void A_strategy_should_have_at_most_four_members() =>
        Assert.That(Members(typeof(IGossipStrategy)), Is.InRange(1, MostMembers));

    /// <summary>Counts methods and properties; the accessors of a property are one.</summary>
    private static int Members(Type type) =>
        type.GetMembers().Count(static member => member is not MethodInfo { IsSpecialName: true });
}
