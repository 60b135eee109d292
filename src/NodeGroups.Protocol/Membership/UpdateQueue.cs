namespace NodeGroups.Protocol.Membership;

/// <summary>
/// The member changes that still have to be spread: one for each member, least sent and newest first.
/// </summary>
internal sealed class UpdateQueue
{
    /// <summary>The most records taken for one message.</summary>
    public const int RecordsPerMessage = 64;

    private readonly List<Item> _items = [];
    private readonly Dictionary<NodeId, Item> _byId = [];
    private long _order;

    /// <summary>How many changes wait.</summary>
    public int Count => _items.Count;

    /// <summary>Adds a change, in place of an older one of the same member.</summary>
    public void Add(Member member)
    {
        if (_byId.TryGetValue(member.Id, out Item? item))
        {
            item.Member = member;
            item.Sent = 0;
            item.Order = ++_order;
            return;
        }

        item = new Item(member) { Order = ++_order };
        _byId.Add(member.Id, item);
        _items.Add(item);
    }

    /// <summary>Takes the records of one message, bounded by count and bytes, and counts them as sent.</summary>
    /// <remarks>Records sent often enough leave the queue. The first record is taken whatever its size.</remarks>
    /// <param name="receivers">How many peers the message goes to.</param>
    /// <param name="sendLimit">How often each change is sent in total.</param>
    /// <param name="beside">A record that the message carries anyway, or null; the others must fit beside it.</param>
    public Member[] Take(int receivers, int sendLimit, Member? beside = null)
    {
        if (_items.Count == 0)
        {
            return [];
        }

        _items.Sort(static (left, right) =>
            left.Sent != right.Sent ? left.Sent.CompareTo(right.Sent) : right.Order.CompareTo(left.Order));
        Member[] taken = new Member[CountThatFits(beside)];
        for (int i = 0; i < taken.Length; i++)
        {
            taken[i] = _items[i].Member;
            _items[i].Sent += receivers;
        }

        _items.RemoveAll(item => item.Sent >= sendLimit && _byId.Remove(item.Member.Id));
        return taken;
    }

    /// <summary>Drops all: there is nobody to tell.</summary>
    public void Clear()
    {
        _items.Clear();
        _byId.Clear();
    }

    private int CountThatFits(Member? beside)
    {
        int most = Math.Min(RecordsPerMessage, _items.Count);
        int bytes = RecordSize.Of(beside ?? _items[0].Member);
        int count = beside is null ? 1 : 0;
        while (count < most && (bytes += RecordSize.Of(_items[count].Member)) <= RecordSize.BytesPerMessage)
        {
            count++;
        }

        return count;
    }

    private sealed class Item(Member member)
    {
        public Member Member { get; set; } = member;

        public int Sent { get; set; }

        public long Order { get; set; }
    }
}
