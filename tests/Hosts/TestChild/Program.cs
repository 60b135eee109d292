// A child that behaves as a test wants: the first argument is a way to misbehave before there is a node, the start
// action one for afterwards. With "parent N" it is a parent of N children, to be killed.
using TestChild;
using NodeGroups;

NodeHost.IsSpawned(args);
return args switch
{
    ["exit", ..] => Misbehaviour.Exit(),
    ["silent", ..] => await Misbehaviour.StaySilentAsync(),
    ["impostor", ..] => await Misbehaviour.PretendAsync(),
    ["parent", string count] => await ParentProgram.RunAsync(int.Parse(count)),
    _ => await NodeHost.RunAsync(args, StartActions.CreateHost()),
};
