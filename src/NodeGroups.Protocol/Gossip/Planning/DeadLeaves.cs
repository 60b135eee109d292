namespace NodeGroups.Gossip;

/// <summary>The chance that no dead node of a complete tree has a live descendant.</summary>
/// <remarks>
/// A subtree is harmless when its root lives and all subtrees below are harmless, or when all of it is dead. With each
/// node dead by chance p the generating function of a harmless subtree's dead is g(y) = (1 − p) Π g(child) + (p
/// y)^size;
/// p = dead / (n − 1) and division by the chance of just so many dead make it exact for a number of dead. The shape of
/// a subtree follows from its size, and there are few sizes, so it is cheap.
/// </remarks>
internal static class DeadLeaves
{
    /// <summary>Above so many dead the chance is below 1e-12 in any tree worth the name; it is taken for 0.</summary>
    private const int DeadLimit = 96;

    /// <summary>Computes the chance; the root lives.</summary>
    /// <param name="nodes">All nodes, at least 1.</param>
    /// <param name="dead">How many of them are dead: 0 to <paramref name="nodes"/> − 1.</param>
    /// <param name="children">The children of an inner node, at least 1.</param>
    public static double Chance(int nodes, int dead, int children)
    {
        if (dead == 0 || dead == nodes - 1)
        {
            return 1;
        }

        if (dead > DeadLimit)
        {
            return 0;
        }

        double share = dead / (nodes - 1.0);
        if (children == 1)
        {
            return Math.Pow(share, dead) * Math.Pow(1 - share, nodes - 1 - dead) / Binomial(nodes - 1, dead, share);
        }

        Dictionary<int, double[]> known = [];
        double[] below = Below(nodes, children, dead, share, known);
        double chance = below[dead];
        return Math.Min(1, chance / Binomial(nodes - 1, dead, share));
    }

    /// <summary>The product of the subtrees under the root of a complete tree.</summary>
    private static double[] Below(int size, int children, int dead, double share, Dictionary<int, double[]> known)
    {
        double[] product = new double[dead + 1];
        product[0] = 1;
        foreach (int subtree in Subtrees(size, children))
        {
            product = Multiply(product, Harmless(subtree, children, dead, share, known));
        }

        return product;
    }

    private static double[] Harmless(int size, int children, int dead, double share, Dictionary<int, double[]> known)
    {
        if (!known.TryGetValue(size, out double[]? chances))
        {
            chances = Below(size, children, dead, share, known);
            for (int i = 0; i <= dead; i++)
            {
                chances[i] *= 1 - share;
            }

            if (size <= dead)
            {
                chances[size] += Math.Pow(share, size);
            }

            known.Add(size, chances);
        }

        return chances;
    }

    /// <summary>The sizes of the subtrees under the root; levels are filled from the left.</summary>
    private static IEnumerable<int> Subtrees(int size, int children)
    {
        long width = 1;
        long full = 0;
        long left = size - 1L;
        while (left >= width * children)
        {
            left -= width * children;
            full += width;
            width *= children;
        }

        for (int child = 0; child < children; child++)
        {
            long last = Math.Clamp(left - (child * width), 0, width);
            if (full + last > 0)
            {
                yield return (int)(full + last);
            }
        }
    }

    private static double[] Multiply(double[] left, double[] right)
    {
        double[] product = new double[left.Length];
        for (int i = 0; i < left.Length; i++)
        {
            for (int j = 0; left[i] != 0 && i + j < right.Length; j++)
            {
                product[i + j] += left[i] * right[j];
            }
        }

        return product;
    }

    private static double Binomial(int count, int chosen, double share)
    {
        double logarithm = (chosen * Math.Log(share)) + ((count - chosen) * Math.Log(1 - share));
        for (int i = 1; i <= chosen; i++)
        {
            logarithm += Math.Log((count - chosen + i) / (double)i);
        }

        return Math.Exp(logarithm);
    }
}
