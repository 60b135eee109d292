using System.Diagnostics;
using System.IO.Pipelines;

namespace NodeGroups.Processes;

/// <summary>
/// Reads standard input on a thread of its own, so that the parent's end is noticed however busy the thread pool is.
/// Every system closes the pipe when the parent dies, by whatever death; so a child never outlives it by more than the
/// limit: what has not ended by then is ended by force.
/// </summary>
internal sealed class ParentWatch
{
    /// <summary>How long after the end of its input this process may live.</summary>
    public static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(4);

    private readonly Pipe _pipe = new();

    private ParentWatch()
    {
    }

    /// <summary>What the parent writes.</summary>
    public Stream Stream => _pipe.Reader.AsStream();

    public static ParentWatch Start(Stream input)
    {
        ParentWatch watch = new();
        new Thread(() => watch.Run(input)) { IsBackground = true, Name = "NodeGroups parent watch" }.Start();
        return watch;
    }

    private void Run(Stream input)
    {
        byte[] buffer = new byte[4096];
        while (Read(input, buffer) is > 0 and int count)
        {
            _pipe.Writer.WriteAsync(buffer.AsMemory(0, count)).AsTask().GetAwaiter().GetResult();
        }

        _pipe.Writer.Complete();
        using ManualResetEventSlim never = new();
        never.Wait(EndLimit);
        using Process self = Process.GetCurrentProcess();
        self.Kill();
    }

    private static int Read(Stream input, byte[] buffer)
    {
        try
        {
            return input.Read(buffer);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
