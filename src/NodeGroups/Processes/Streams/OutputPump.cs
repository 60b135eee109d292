using Microsoft.Extensions.Logging;

namespace NodeGroups.Processes;

/// <summary>
/// Drains one of a child's output streams for as long as the child lives, so that it never blocks on a full pipe:
/// keeps the last lines, passes each on, and picks out the lines that are for the parent.
/// </summary>
internal sealed class OutputPump(
    string name, bool isError, OutputTail tail, Action<NodeOutputLine> receive, ILogger logger)
{
    public const int LineBytesLimit = 4096;

    private bool _receiverFailed;

    public async Task RunAsync(Stream stream, Action<string>? onMessage)
    {
        LineReader reader = new(stream, LineBytesLimit);
        bool isEmptyHeld = false;
        while (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
        {
            if (onMessage is not null && line.StartsWith(ChildMessage.Mark, StringComparison.Ordinal))
            {
                // A message begins with the end of a line: the empty line before it is none of the program's.
                isEmptyHeld = false;
                onMessage(line[ChildMessage.Mark.Length..]);
                continue;
            }

            if (isEmptyHeld)
            {
                Take(string.Empty);
            }

            isEmptyHeld = onMessage is not null && line.Length == 0;
            if (!isEmptyHeld)
            {
                Take(line);
            }
        }

        if (isEmptyHeld)
        {
            Take(string.Empty);
        }
    }

    /// <summary>Replaces what could forge a log line or drive a terminal.</summary>
    public static string Sanitize(string line) =>
        line.AsSpan().ContainsAnyInRange('\u0000', '\u001f') || line.AsSpan().ContainsAnyInRange('\u007f', '\u009f')
            ? string.Create(line.Length, line, static (span, source) =>
            {
                for (int i = 0; i < span.Length; i++)
                {
                    span[i] = source[i] == '\t' ? ' ' : char.IsControl(source[i]) ? '\ufffd' : source[i];
                }
            })
            : line;

    private void Take(string line)
    {
        string text = Sanitize(line);
        tail.Add(text);
        Receive(new NodeOutputLine(name, text, isError));
    }

    private void Receive(in NodeOutputLine line)
    {
        try
        {
            receive(line);
        }
        catch (Exception exception)
        {
            if (!_receiverFailed)
            {
                _receiverFailed = true;
                ProcessLog.OutputReceiverFailed(logger, name, exception);
            }
        }
    }
}
