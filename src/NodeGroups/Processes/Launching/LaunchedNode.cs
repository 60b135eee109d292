namespace NodeGroups;

/// <summary>A child that a launcher has started: its streams, its end. Disposing it frees what it holds.</summary>
public abstract class LaunchedNode : IAsyncDisposable
{
    /// <summary>Gets the stream to the child's standard input. Its end means to the child: leave and exit.</summary>
    public abstract Stream Input { get; }

    /// <summary>Gets the stream of the child's standard output; it ends with the child.</summary>
    public abstract Stream Output { get; }

    /// <summary>Gets the stream of the child's standard error.</summary>
    /// <value>Null: there is none.</value>
    public virtual Stream? Error => null;

    /// <summary>Gets the operating system's id of the child's process.</summary>
    /// <value>This process's.</value>
    public virtual int ProcessId => Environment.ProcessId;

    /// <summary>Gets a task that completes with the exit code when the child has ended.</summary>
    public abstract Task<int> Exited { get; }

    /// <summary>Ends the child at once, with all that it started; nothing when it has ended. Must not throw.</summary>
    public abstract void Kill();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>Remembers what the child has started, while it can still be found.</summary>
    internal virtual void NoteDescendants()
    {
    }

    /// <summary>Ends what the child has started and left behind.</summary>
    internal virtual void KillDescendants()
    {
    }
}
