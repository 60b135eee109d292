using System.Globalization;
using NodeGroups;

namespace TestChild;

/// <summary>A parent that waits to be killed.</summary>
internal static class ParentProgram
{
    public static async Task<int> RunAsync(int count)
    {
        await using Node node = await Node.StartAsync(NodeOptions.Local());
        IReadOnlyList<NodeProcess> children = await node.All.SpawnManyAsync(count);
        Console.WriteLine(string.Join(
            ' ', children.Select(child => child.ProcessId.ToString(CultureInfo.InvariantCulture))));
        await Task.Delay(Timeout.Infinite);
        return 0;
    }
}
