using System.Text;
using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>A group as one simulated node sees it; stays valid when the node leaves, crashes or restarts.</summary>
public sealed class SimulatedGroup
{
    private readonly SimulatedNode _node;
    private readonly int _receivedLimit;
    private readonly List<ReceivedRumor> _received = [];
    private readonly Dictionary<RumorId, TransferProgress> _transfers = [];
    private GroupView? _lastRead;

    internal SimulatedGroup(SimulatedNode node, GroupName name, int receivedLimit)
    {
        _node = node;
        _receivedLimit = receivedLimit;
        Name = name;
    }

    /// <summary>Gets the name.</summary>
    public GroupName Name { get; }

    /// <summary>Gets the node's present view; version 0 and empty when it does not run or does not know the
    /// group.</summary>
    public GroupView View => _node.Life is { IsRunning: true } life && life.Machine.FindView(Name) is GroupView view
        ? view
        : new GroupView(Name, 0, []);

    /// <summary>Gets the rumors that this node got, in all of its lives, in their order.</summary>
    /// <value>The first ones, up to <see cref="SimulationOptions.ReceivedRumorsLimit"/>.</value>
    public IReadOnlyList<ReceivedRumor> Received => _received;

    /// <summary>Gets how many rumors this node got, in all of its lives.</summary>
    public long ReceivedCount { get; private set; }

    /// <summary>Gets how far each large payload was when it last got on, in all of the node's lives.</summary>
    public IReadOnlyDictionary<RumorId, TransferProgress> Transfers => _transfers;

    /// <summary>Gets or sets what to do with each rumor; null does nothing.</summary>
    public Action<ReceivedRumor>? OnRumor { get; set; }

    /// <summary>Publishes a rumor.</summary>
    /// <param name="topic">The topic; see <see cref="NameRules"/>.</param>
    /// <param name="payload">The bytes; must not change afterwards.</param>
    /// <returns>
    /// The rumor's name; the default value when the group is unknown to the node, or when the payload is large and
    /// waits for room.
    /// </returns>
    /// <exception cref="InvalidOperationException">The node does not run.</exception>
    public RumorId Gossip(string topic, ReadOnlyMemory<byte> payload)
    {
        NameRules.ThrowIfInvalid(topic);
        return _node.RunningLife.Publish(Name, topic, payload);
    }

    /// <summary>Publishes a rumor whose payload is a text in UTF-8.</summary>
    /// <inheritdoc cref="Gossip(string, ReadOnlyMemory{byte})"/>
    /// <param name="topic">The topic; see <see cref="NameRules"/>.</param>
    /// <param name="text">The text.</param>
    public RumorId Gossip(string topic, string text) => Gossip(topic, Encoding.UTF8.GetBytes(text));

    internal void Note(TransferProgress progress) => _transfers[progress.Rumor] = progress;

    internal void Receive(ReceivedRumor rumor)
    {
        ReceivedCount++;
        if (_received.Count < _receivedLimit)
        {
            _received.Add(rumor);
        }

        OnRumor?.Invoke(rumor);
    }

    internal bool HasChanged(GroupView? view)
    {
        bool changed = !ReferenceEquals(_lastRead, view);
        _lastRead = view;
        return changed;
    }
}
