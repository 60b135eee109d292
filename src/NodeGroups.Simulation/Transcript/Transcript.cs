using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>The ordered record of a simulated run: the last lines as text, and a hash over all of it.</summary>
/// <remarks>Two runs with the same seed, options and scenario have the same hash, on any machine.</remarks>
public sealed class Transcript
{
    private readonly TranscriptLine[] _ring;
    private readonly TextWriter? _sink;

    internal Transcript(int lineLimit, TextWriter? sink)
    {
        _ring = new TranscriptLine[lineLimit];
        _sink = sink;
    }

    /// <summary>Gets the hash over every line so far.</summary>
    public ulong Hash { get; private set; }

    /// <summary>Gets how many lines there have been.</summary>
    public long Count { get; private set; }

    /// <summary>Gets the last lines, the oldest first.</summary>
    /// <returns>At most <see cref="SimulationOptions.TranscriptLineLimit"/> lines.</returns>
    public IReadOnlyList<TranscriptLine> GetTail()
    {
        List<TranscriptLine> lines = [];
        for (long i = Math.Max(0, Count - _ring.Length); i < Count; i++)
        {
            lines.Add(_ring[i % _ring.Length]);
        }

        return lines;
    }

    internal void Add(in TranscriptLine line)
    {
        ulong hash = DeterministicRandom.Mix(Hash + (ulong)line.Time.Ticks);
        ulong nodes = ((ulong)(uint)line.Node << 28) + (uint)line.Other;
        hash = DeterministicRandom.Mix(hash + ((ulong)line.Kind << 56) + nodes);
        Hash = DeterministicRandom.Mix(hash + line.Number);
        _ring[Count++ % _ring.Length] = line;
        _sink?.WriteLine(line.ToString());
    }
}
