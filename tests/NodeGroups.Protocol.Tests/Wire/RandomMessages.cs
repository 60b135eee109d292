using System.Text;
using NodeGroups.Protocol;

namespace NodeGroups.Tests.Wire;

/// <summary>Makes valid messages of random content; the same seed makes the same messages.</summary>
internal sealed class RandomMessages(ulong seed)
{
    private const string NameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-:";
    private static readonly string[] Letters = ["a", "ß", "水", "😀", " ", "\n", "\0"];
    private readonly DeterministicRandom _random = new(seed);

    public IEnumerable<ProtocolMessage> OneOfEachKind()
    {
        yield return new Ping((uint)Number(), Members());
        yield return new Ack((uint)Number(), Members());
        yield return new PingRequest((uint)Number(), Id(), Members());
        yield return new Nack((uint)Number(), Flip(), Members());
        yield return new MemberUpdates(Members());
        yield return new Sync(Flip(), Flip(), Members());
        yield return new RumorMessage(
            Name(), Id(), Math.Max(1, Number()), Hops(), (RumorKind)Below(4), Name(), Bytes(2000));
        yield return new RumorMessage(
            Name(), Id(), Math.Max(1, Number()), Hops(), (RumorKind)Below(2), Name(), Bytes(2000),
            (uint)Below(int.MaxValue));
        yield return new GossipControl(Name(), Kind(), Flip() ? Id() : NodeId.None, Number(), Hops(), Number());
        yield return new GossipDigest(Name(), Flip(), Many(6, () =>
            new DigestEntry(Id(), Number(), Number(), Many(5, () => _random.NextUInt64()))));
        yield return new GossipPull(Name(), Id(), Many(40, Number));
        yield return new GossipChunk(
            Name(), Id(), Math.Max(1, Number()), Below(4096), new byte[] { 1 }.Concat(Bytes(2000).ToArray()).ToArray());
        yield return new GossipChunkPull(
            Name(), Id(), Math.Max(1, Number()), Flip(), Many(ProtocolLimits.ChunksPerPull, () => Below(4096)));
        yield return new GossipChunkDigest(
            Name(), Id(), Math.Max(1, Number()), Many(64, () => _random.NextUInt64()));
        yield return new CallRequest(
            Math.Max(1, Number()), Flip() ? Name() : default(GroupName), Name(),
            TimeSpan.FromTicks((long)(Number() % (ulong)TimeSpan.FromDays(24).Ticks)), Trace(), Bytes(2000));
        yield return new CallReply(Math.Max(1, Number()), (CallResult)Below(8), Text(), Bytes(2000));
        yield return new CallCancel(Math.Max(1, Number()));
    }

    private int Below(int limit) => (int)(_random.NextUInt64() % (ulong)limit);

    private bool Flip() => Below(2) == 0;

    /// <summary>A number of a random count of bits, so that every length of a varint comes.</summary>
    private ulong Number() => _random.NextUInt64() >> Below(64);

    private int Hops() => (int)(Number() & int.MaxValue);

    private NodeId Id() => NodeId.Create(_random);

    private GossipMessageKind Kind()
    {
        GossipMessageKind kind = (GossipMessageKind)(2 + Below(8));
        return kind == GossipMessageKind.Timer ? GossipMessageKind.Custom : kind;
    }

    private string Name()
    {
        StringBuilder name = new();
        int length = 1 + (Below(10) == 0 ? Below(NameRules.LengthLimit) : Below(12));
        for (int i = 0; i < length; i++)
        {
            name.Append(NameCharacters[Below(i == 0 ? 62 : NameCharacters.Length)]);
        }

        return name.ToString();
    }

    private string Trace()
    {
        int length = Flip() ? 0 : Below(129);
        return string.Concat(Many(length, () => (char)('!' + Below(94))));
    }

    private string Text() => string.Concat(Many(200, () => Letters[Below(Letters.Length)]));

    private ReadOnlyMemory<byte> Bytes(int limit) => Many(limit, () => (byte)_random.NextUInt64());

    private T[] Many<T>(int limit, Func<T> make)
    {
        T[] values = new T[Below(limit + 1)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = make();
        }

        return values;
    }

    private Member[] Members() => Many(6, () => new Member(
        Id(),
        Flip() ? Name() : string.Empty,
        new NodeAddress(Flip() ? "10.0.0." + Below(256) : "node-" + Name().Replace(':', '-'), Below(65_536)),
        (MemberStatus)(1 + Below(4)),
        (uint)Number(),
        [.. Many(8, () => (GroupName)Name()).Where(name => !name.IsReserved).Distinct().Order()]));
}
