namespace NodeGroups.Runtime;

/// <summary>What the shell holds of one group: the latest view, who watches it, and its options. Thread-safe.</summary>
internal sealed class GroupState(GroupName name, GroupOptions options)
{
    private readonly Lock _lock = new();
    private readonly List<ViewWatcher> _watchers = [];
    private GroupView _view = new(name, 0, []);
    private ReaderPressure? _pressure;
    private bool _ended;

    public GroupName Name { get; } = name;

    public GroupOptions Options { get; set; } = options;

    public GroupView View => Volatile.Read(ref _view);

    /// <summary>The large payloads that are or were lately on their way.</summary>
    public TransferTable Transfers { get; } = new();

    /// <summary>False when this node no longer knows the group.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>The pressure of all subscriptions in this group, made when it is first needed.</summary>
    public ReaderPressure GetPressure(NodeRuntime runtime)
    {
        lock (_lock)
        {
            return _pressure ??= new ReaderPressure(Name, runtime);
        }
    }

    /// <exception cref="UnknownGroupException">This node does not know the group now.</exception>
    public void ThrowIfUnknown()
    {
        if (!IsKnown)
        {
            throw new UnknownGroupException(Name);
        }
    }

    /// <summary>Addresses put by hand; null for a group that is not a defined one.</summary>
    public List<NodeAddress>? Definition { get; set; }

    /// <summary>The handles given out to those who joined the group; with the last one the node leaves.</summary>
    public int JoinHandles { get; set; }

    /// <summary>True when this node has joined the group.</summary>
    public bool IsJoined => JoinHandles > 0;

    /// <summary>True when this node takes part in the group: it is built in, joined or defined here.</summary>
    public bool IsHeld => Name.IsReserved || IsJoined || Definition is not null;

    public void Publish(GroupView view, IReadOnlyList<Member> failed, bool known)
    {
        lock (_lock)
        {
            IsKnown = known;
            if (view.Version <= _view.Version && view.Version != 0)
            {
                return;
            }

            Volatile.Write(ref _view, view);
            foreach (ViewWatcher watcher in _watchers)
            {
                watcher.Offer(view, failed);
            }
        }
    }

    public ViewWatcher Watch()
    {
        lock (_lock)
        {
            ViewWatcher watcher = new(this, View);
            if (_ended)
            {
                watcher.End();
            }
            else
            {
                _watchers.Add(watcher);
            }

            return watcher;
        }
    }

    public void Unwatch(ViewWatcher watcher)
    {
        lock (_lock)
        {
            _watchers.Remove(watcher);
        }
    }

    /// <summary>The node has stopped: ends all watching.</summary>
    public void End()
    {
        lock (_lock)
        {
            _ended = true;
            Transfers.End();
            foreach (ViewWatcher watcher in _watchers)
            {
                watcher.End();
            }

            _watchers.Clear();
        }
    }
}
