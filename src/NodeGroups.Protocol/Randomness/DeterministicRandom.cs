using System.Numerics;
using System.Runtime.CompilerServices;

namespace NodeGroups.Protocol;

/// <summary>A small, fast, seeded generator whose sequence is part of the contract: a seed replays on any .NET
/// version.</summary>
/// <remarks>
/// xoshiro256++ (Blackman and Vigna, 2019), seeded through SplitMix64. It is not for secrets. Not thread-safe: one
/// generator belongs to one component. Use <see cref="Split(string)"/> to give each component its own sequence, so
/// that a new draw in one does not shift another's.
/// </remarks>
public sealed class DeterministicRandom
{
    private readonly ulong _seed;
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>Creates a generator.</summary>
    /// <param name="seed">Any value, zero included.</param>
    public DeterministicRandom(ulong seed)
    {
        _seed = seed;
        ulong state = seed;
        _s0 = SplitMix(ref state);
        _s1 = SplitMix(ref state);
        _s2 = SplitMix(ref state);
        _s3 = SplitMix(ref state);
    }

    /// <summary>Mixes a value into 64 well-spread bits (the SplitMix64 finalizer).</summary>
    /// <param name="value">Any value.</param>
    /// <returns>The mixed bits; the same for the same value, everywhere.</returns>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }

    /// <summary>Makes an independent generator for one concern, from this generator's seed and a name.</summary>
    /// <param name="name">The concern, for example <c>probe</c>.</param>
    /// <returns>A generator that depends on seed and name only, not on what has been drawn so far.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public DeterministicRandom Split(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ulong hash = 0xCBF29CE484222325UL;
        foreach (char c in name)
        {
            hash = (hash ^ c) * 0x100000001B3UL;
        }

        return new DeterministicRandom(Mix(_seed ^ Mix(hash)));
    }

    /// <summary>Makes an independent generator from this generator's seed and a number.</summary>
    /// <param name="index">The number, for example a node's index or a trial.</param>
    /// <returns>A generator that depends on seed and number only.</returns>
    public DeterministicRandom Split(ulong index) => new(Mix(_seed + Mix(index + 0x9E3779B97F4A7C15UL)));

    /// <summary>Draws 64 bits.</summary>
    /// <returns>A uniform value.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_s0 + _s3, 23) + _s0;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Draws an integer below a bound, without bias.</summary>
    /// <param name="bound">The exclusive upper bound; must be positive.</param>
    /// <returns>A uniform value from 0 to <paramref name="bound"/> − 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is not positive.</exception>
    /// <remarks>Multiplication with rejection (Lemire, 2019).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int NextInt32(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        ulong product = (ulong)(uint)(NextUInt64() >> 32) * (uint)bound;
        if ((uint)product < (uint)bound)
        {
            uint threshold = (uint)-bound % (uint)bound;
            while ((uint)product < threshold)
            {
                product = (ulong)(uint)(NextUInt64() >> 32) * (uint)bound;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>Draws a fraction.</summary>
    /// <returns>A uniform value, at least 0 and below 1, with 53 random bits.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Draws a span between two bounds.</summary>
    /// <param name="minimum">The inclusive lower bound.</param>
    /// <param name="maximum">The exclusive upper bound; when not above the minimum, the minimum is returned.</param>
    /// <returns>A uniform span.</returns>
    public TimeSpan NextTimeSpan(TimeSpan minimum, TimeSpan maximum) =>
        maximum <= minimum ? minimum : minimum + ((maximum - minimum) * NextDouble());

    /// <summary>Puts the elements into a uniformly random order (Fisher and Yates).</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="items">The elements.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt32(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        return Mix(state);
    }
}
