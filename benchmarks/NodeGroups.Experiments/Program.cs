// Repeats the gossip experiments: one command, one table for people or one JSON object for machines.
using NodeGroups.Experiments;

return ExperimentProgram.Run(args, Console.Out, Console.Error);
