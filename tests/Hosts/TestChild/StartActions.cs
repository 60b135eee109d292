using NodeGroups;

namespace TestChild;

/// <summary>What the test child offers by name.</summary>
internal static class StartActions
{
    public static readonly RpcMethod<string, string> Echo = RpcMethod.Create<string, string>("test.echo");

    public static readonly RpcMethod<string, string> Wait = RpcMethod.Create<string, string>("test.wait");

    public static readonly RpcMethod<string, string> Probe = RpcMethod.Create<string, string>("test.probe");

    public static NodeHostOptions CreateHost() => new()
    {
        StartActions =
        {
            ["serve"] = Serve,
            ["throw"] = (_, argument, _) => throw new InvalidOperationException(argument),
            ["hang"] = async (_, _, _) => await Task.Delay(Timeout.Infinite, CancellationToken.None),
            ["grandchild"] = (_, _, _) =>
            {
                Misbehaviour.StartGrandchild();
                return ValueTask.CompletedTask;
            },
            ["noise"] = MakeNoise,
            ["open-line"] = (_, _, _) =>
            {
                using Stream output = Console.OpenStandardOutput();
                output.Write("\nno end"u8);
                return ValueTask.CompletedTask;
            },
            ["stubborn"] = (_, _, _) =>
            {
                // A thread in the foreground keeps the process alive after Main.
                new Thread(() => new ManualResetEventSlim().Wait()).Start();
                return ValueTask.CompletedTask;
            },
        },
    };

    private static ValueTask Serve(INode node, string? argument, CancellationToken cancellationToken)
    {
        node.Handle(Echo, (text, _, _) => ValueTask.FromResult($"{node.Name}: {text} {argument}"));
        node.Handle(Wait, async (text, _, _) =>
        {
            // Longer than any stop may take when it does not wait for handlers, and far shorter than a drain.
            await Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None);
            return text;
        });
        node.Handle(Probe, (_, _, _) => ValueTask.FromResult(string.Join(
            '\n',
            [
                .. Environment.GetCommandLineArgs(),
                .. Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
                    .Select(variable => $"{variable.Key}={variable.Value}"),
            ])));
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes 100 MB to both streams without regard, then says so.</summary>
    private static ValueTask MakeNoise(INode node, string? argument, CancellationToken cancellationToken)
    {
        using Stream output = Console.OpenStandardOutput();
        using Stream error = Console.OpenStandardError();
        byte[] noise = new byte[1_000_000];
        Array.Fill(noise, (byte)'n');
        for (int i = 79; i < noise.Length; i += 80)
        {
            noise[i] = (byte)'\n';
        }

        for (int i = 0; i < 50; i++)
        {
            output.Write(noise);
            error.Write(noise);
        }

        Console.Error.WriteLine("noise done");
        return ValueTask.CompletedTask;
    }
}
