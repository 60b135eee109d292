using System.Collections.Concurrent;
using NodeGroups.Protocol;

namespace NodeGroups.Runtime;

/// <summary>Who listens to which topic of which group. Thread-safe; delivery takes no lock.</summary>
internal sealed class SubscriptionTable
{
    private readonly ConcurrentDictionary<(GroupName Group, string Topic), Subscription[]> _subscriptions = new();
    private readonly Lock _lock = new();
    private long _dropped;
    private bool _ended;

    /// <summary>Rumors dropped because a buffer was full, in all subscriptions there have been.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    public void CountDropped() => Interlocked.Increment(ref _dropped);

    public void Add(Subscription subscription)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_ended, typeof(INode));
            _subscriptions.AddOrUpdate(
                subscription.Key,
                static (_, added) => [added],
                static (_, present, added) => [.. present, added],
                subscription);
        }
    }

    public void Remove(Subscription subscription)
    {
        lock (_lock)
        {
            if (!_subscriptions.TryGetValue(subscription.Key, out Subscription[]? present))
            {
                return;
            }

            Subscription[] left = Array.FindAll(present, other => !ReferenceEquals(other, subscription));
            if (left.Length == 0)
            {
                _subscriptions.TryRemove(subscription.Key, out _);
            }
            else
            {
                _subscriptions[subscription.Key] = left;
            }
        }
    }

    public void Deliver(RumorMessage rumor)
    {
        if (_subscriptions.TryGetValue((rumor.Group, rumor.Topic), out Subscription[]? subscriptions))
        {
            foreach (Subscription subscription in subscriptions)
            {
                subscription.Offer(rumor);
            }
        }
    }

    public void End()
    {
        lock (_lock)
        {
            _ended = true;
            foreach (Subscription[] subscriptions in _subscriptions.Values)
            {
                foreach (Subscription subscription in subscriptions)
                {
                    subscription.End();
                }
            }

            _subscriptions.Clear();
        }
    }
}
