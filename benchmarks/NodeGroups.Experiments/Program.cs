// Repeats the gossip experiments: one command, one table for people or one JSON object for machines.
using System.Globalization;
using NodeGroups;
using NodeGroups.Experiments;

if (NodeHost.IsSpawned(args))
{
    return await NodeHost.RunAsync(args, StoppedNode.Host);
}

if (args is [OrphanCommand.ParentSwitch, { } children])
{
    return await OrphanCommand.RunParentAsync(int.Parse(children, CultureInfo.InvariantCulture));
}

return ExperimentProgram.Run(args, Console.Out, Console.Error);
