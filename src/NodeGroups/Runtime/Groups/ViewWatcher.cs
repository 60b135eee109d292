using System.Diagnostics.CodeAnalysis;

namespace NodeGroups.Runtime;

/// <summary>One reader of a group's changes: what comes while it is busy is merged into the difference to what it saw
/// last.</summary>
internal sealed class ViewWatcher(GroupState group, GroupView view) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly HashSet<NodeId> _failed = [];
    private GroupView _seen = new(group.Name, 0, []);
    private GroupView _latest = view;
    private TaskCompletionSource? _signal;
    private bool _ended;

    public void Offer(GroupView latest, IReadOnlyList<Member> failed)
    {
        lock (_lock)
        {
            _latest = latest;
            foreach (Member member in failed)
            {
                _failed.Add(member.Id);
            }

            _signal?.TrySetResult();
            _signal = null;
        }
    }

    public void End()
    {
        lock (_lock)
        {
            _ended = true;
            _signal?.TrySetResult();
            _signal = null;
        }
    }

    /// <summary>Gets the next difference, waiting for it; null when the node has stopped.</summary>
    public async ValueTask<GroupViewChange?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task signal;
            lock (_lock)
            {
                if (TryTake(out GroupViewChange? change))
                {
                    return change;
                }

                if (_ended)
                {
                    return null;
                }

                _signal ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                signal = _signal.Task;
            }

            await signal.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => group.Unwatch(this);

    private bool TryTake([NotNullWhen(true)] out GroupViewChange? change)
    {
        change = null;
        if (ReferenceEquals(_seen, _latest)
            || (_seen.Version == _latest.Version && _latest.Members.Count == _seen.Members.Count))
        {
            return false;
        }

        HashSet<Member> before = new(_seen.Members, MemberIdentityComparer.Instance);
        List<Member> joined = [];
        foreach (Member member in _latest.Members)
        {
            if (!before.Remove(member))
            {
                joined.Add(member);
            }
        }

        List<Member> left = [];
        List<Member> failed = [];
        foreach (Member member in _seen.Members)
        {
            if (before.Contains(member))
            {
                (_failed.Contains(member.Id) ? failed : left).Add(member);
            }
        }

        _failed.Clear();
        _seen = _latest;
        change = new GroupViewChange(_latest, joined, left, failed);
        return true;
    }
}
