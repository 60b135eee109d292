using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>What the stripes of a large payload (<see cref="StripePlan"/>) are expected to give and cost.</summary>
/// <param name="Stripes">The number of stripes.</param>
/// <param name="Depth">How many hops the last member of a stripe is away from the origin.</param>
/// <param name="Busiest">How many payloads the busiest member uploads, as a share of one.</param>
/// <param name="Chunks">The number of chunks.</param>
internal readonly record struct StripedEstimate(int Stripes, int Depth, double Busiest, long Chunks)
{
    /// <summary>Computes the shape for a group's size and a payload.</summary>
    /// <param name="members">The members, the origin included.</param>
    /// <param name="payloadBytes">The payload's size.</param>
    /// <param name="settings">How payloads are cut.</param>
    public static StripedEstimate For(int members, long payloadBytes, LargePayloadSettings settings)
    {
        long chunks = LargeDescription.CountChunks(
            payloadBytes, LargeDescription.ChunkBytesFor(payloadBytes, settings.ChunkBytes));
        int count = members - 1;
        if (count <= 0)
        {
            return new StripedEstimate(1, 0, 0, chunks);
        }

        int stripes = StripePlan.StripesFor(count);
        int inner = ((count - stripes) / stripes) + 1;
        int children = (count - 1 + inner - 1) / inner;
        int depth = 1;
        for (long place = count - 1; place > 0; place = (place - 1) * inner / (count - 1))
        {
            depth++;
        }

        return new StripedEstimate(stripes, depth, Math.Max(1, (double)children / stripes), chunks);
    }

    /// <summary>Gets the first phase: each stripe's tree on its own, before anything is asked for again.</summary>
    public EagerEstimate Eager(int members, int live, double loss)
    {
        EagerEstimate tree = EagerEstimate.Tree(members, live, Math.Max(1, Math.Min(Stripes, members - 1)), loss);
        double all = Math.Pow(tree.Reliability, Stripes);
        return tree with { Reliability = all, Rounds = Depth };
    }
}
