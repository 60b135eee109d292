using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using NodeGroups;

namespace Cluster.Nodes;

/// <summary>
/// The whole of a child process: a node that obeys the lines on standard input. It ends when that input ends, so a
/// child never outlives its parent, however the parent ended.
/// </summary>
internal static class ChildProgram
{
    public const string Switch = "--child";

    /// <summary>Gets how to start this program again as a child.</summary>
    public static ProcessStartInfo CreateStartInfo()
    {
        string program = Environment.ProcessPath
            ?? throw new InvalidOperationException("The path of this program is not known.");
        ProcessStartInfo start = new(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
        {
            start.ArgumentList.Add(typeof(ChildProgram).Assembly.Location);
        }

        start.ArgumentList.Add(Switch);
        return start;
    }

    public static async Task<int> RunAsync()
    {
        // A Ctrl-C reaches the whole process group; the parent decides when children stop.
        using PosixSignalRegistration interrupt =
            PosixSignalRegistration.Create(PosixSignal.SIGINT, static context => context.Cancel = true);
        using StreamReader input = new(Console.OpenStandardInput(), Encoding.UTF8);
        using StreamWriter output = new(Console.OpenStandardOutput(), new UTF8Encoding(false));
        Channel<ChildLine> lines = Channel.CreateUnbounded<ChildLine>(new() { SingleReader = true });
        Task writing = WriteAsync(lines.Reader, output);
        int exitCode = await ServeAsync(input, lines.Writer);
        lines.Writer.Complete();
        await writing;
        return exitCode;
    }

    private static async Task<int> ServeAsync(StreamReader input, ChannelWriter<ChildLine> lines)
    {
        if (await input.ReadLineAsync() is not { } first
            || JsonSerializer.Deserialize(first, ChildJson.Default.NodeConfig) is not { } config)
        {
            return ExitCodes.Usage;
        }

        ClusterNode node;
        try
        {
            node = await ClusterNode.StartAsync(
                config, delivery => lines.TryWrite(new ChildLine { Delivery = delivery }), CancellationToken.None);
        }
        catch (Exception exception)
        {
            lines.TryWrite(new ChildLine { Failure = exception.Message });
            return ExitCodes.Failure;
        }

        lines.TryWrite(new ChildLine
        {
            Ready = new ChildReady(node.Id.ToString(), node.Address.ToString(), Environment.ProcessId),
        });
        using CancellationTokenSource stopping = new();
        while (await input.ReadLineAsync(CancellationToken.None) is { } line)
        {
            if (JsonSerializer.Deserialize(line, ChildJson.Default.ChildRequest) is { } request)
            {
                _ = AnswerAsync(node, request, lines, stopping.Token);
            }
        }

        await stopping.CancelAsync();
        await node.StopAsync();
        return ExitCodes.Success;
    }

    private static async Task AnswerAsync(
        ClusterNode node, ChildRequest request, ChannelWriter<ChildLine> lines, CancellationToken cancellationToken)
    {
        ChildReply reply = new() { Id = request.Id };
        try
        {
            reply = request.Operation switch
            {
                ChildOperation.Publish => reply with
                {
                    Stamp = await node.PublishAsync(
                        request.Broadcast, request.Number, request.Payload, cancellationToken),
                },
                ChildOperation.CallAll => reply with { Call = await node.CallAllAsync(cancellationToken) },
                ChildOperation.Counts => reply with { Counts = node.GetCounts() },
                ChildOperation.WaitUntilGone => reply with
                {
                    Stamp = await node.WaitUntilGoneAsync(
                        [.. (request.Nodes ?? []).Select(id => NodeId.Parse(id))], cancellationToken),
                },
                _ => await WaitForMembersAsync(node, request, reply, cancellationToken),
            };
        }
        catch (Exception exception)
        {
            reply = reply with { Error = exception.Message };
        }

        lines.TryWrite(new ChildLine { Reply = reply });
    }

    private static async Task<ChildReply> WaitForMembersAsync(
        ClusterNode node, ChildRequest request, ChildReply reply, CancellationToken cancellationToken)
    {
        await node.WaitForMembersAsync(request.Number, cancellationToken);
        return reply;
    }

    private static async Task WriteAsync(ChannelReader<ChildLine> lines, StreamWriter output)
    {
        try
        {
            while (await lines.WaitToReadAsync())
            {
                while (lines.TryRead(out ChildLine? line))
                {
                    await output.WriteLineAsync(JsonSerializer.Serialize(line, ChildJson.Default.ChildLine));
                }

                await output.FlushAsync();
            }
        }
        catch (IOException)
        {
            // The parent is gone; the end of standard input stops the node.
        }
    }
}
