// The ready-made host: a node that needs no code, from the command line or as a child of SpawnAsync.
//   dotnet run -c Release --project samples/StandaloneNode -- --port 7400 --group orders
// Expected: one line, ready {"id":"...","name":"node","address":"127.0.0.1:7400","processId":...}; then it runs until
// Ctrl-C or SIGTERM, leaves, and exits with 0. As a native program, which starts in milliseconds:
//   dotnet publish samples/StandaloneNode -c Release -p:PublishAot=true
// (artifacts/publish/StandaloneNode/release*/nodegroups-node). SpawnAsync takes it by itself when it lies beside the
// program that spawns, else by NodeProcessOptions.FileName.
using NodeGroups;

return await NodeHost.RunAsync(args);
