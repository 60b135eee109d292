using System.Diagnostics;
using NodeGroups;

namespace Cluster.Nodes;

/// <summary>Starts child processes as the library does and remembers them: of a launch that is given up, the library
/// leaves no child to ask. Thread-safe.</summary>
internal sealed class ChildCensus : INodeLauncher
{
    private readonly Lock _lock = new();
    private readonly List<LaunchedNode> _children = [];
    private long? _givenUp;

    /// <summary>Gets how many processes were started.</summary>
    public int Started
    {
        get
        {
            lock (_lock)
            {
                return _children.Count;
            }
        }
    }

    /// <summary>Gets the processes that have not ended.</summary>
    public int[] Running
    {
        get
        {
            lock (_lock)
            {
                return [.. _children.Where(child => !child.Exited.IsCompleted).Select(child => child.ProcessId)];
            }
        }
    }

    /// <summary>Gets when the launch was given up: asked to, or because a child ended; null when it was not.</summary>
    public long? GivenUp
    {
        get
        {
            lock (_lock)
            {
                return _givenUp;
            }
        }
    }

    public async ValueTask<LaunchedNode> LaunchAsync(NodeLaunch launch, CancellationToken cancellationToken = default)
    {
        LaunchedNode child = await NodeLaunchers.Process.LaunchAsync(launch, cancellationToken);
        lock (_lock)
        {
            _children.Add(child);
        }

        _ = child.Exited.ContinueWith(_ => GiveUp(), TaskScheduler.Default);
        return child;
    }

    /// <summary>Notes that the children are to end; the first time counts.</summary>
    public void GiveUp()
    {
        lock (_lock)
        {
            _givenUp ??= Stopwatch.GetTimestamp();
        }
    }
}
