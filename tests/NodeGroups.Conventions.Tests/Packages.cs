using System.Reflection;
using NodeGroups.Protocol;

namespace NodeGroups.Conventions.Tests;

/// <summary>The assemblies of the shipped packages.</summary>
internal static class Packages
{
    public static Assembly Protocol { get; } = typeof(NodeMachine).Assembly;

    public static Assembly Core { get; } = typeof(ITransport).Assembly;

    public static Assembly Simulation { get; } = Assembly.Load("NodeGroups.Simulation");

    public static IEnumerable<Assembly> All => [Protocol, Core, Simulation];
}
