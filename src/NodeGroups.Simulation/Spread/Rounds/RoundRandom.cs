using System.Numerics;
using System.Runtime.CompilerServices;
using NodeGroups.Protocol;

namespace NodeGroups.Simulation.Spread;

/// <summary>
/// xoshiro256++ as a value: the generator of one trial, which can fill a block with its state in registers.
/// </summary>
/// <remarks>
/// It repeats the step of <see cref="DeterministicRandom"/> on purpose: an object keeps its state in memory at each
/// draw, which makes the kernels slower by half, and its state is none of its callers' business. A test holds the
/// two together.
/// </remarks>
internal struct RoundRandom
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>Creates a generator whose draws are those of the library's generator with the same seed.</summary>
    public RoundRandom(ulong seed)
    {
        _s0 = SplitMix(ref seed);
        _s1 = SplitMix(ref seed);
        _s2 = SplitMix(ref seed);
        _s3 = SplitMix(ref seed);

        static ulong SplitMix(ref ulong state) => DeterministicRandom.Mix(state += 0x9E3779B97F4A7C15UL);
    }

    /// <summary>Creates the generator of one trial.</summary>
    public RoundRandom(ulong seed, ulong trial)
        : this(new DeterministicRandom(seed).Split(trial).NextUInt64())
    {
    }

    /// <summary>Turns 32 random bits into a number below a bound.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Scale(uint bits, uint bound) => (uint)(((ulong)bits * bound) >> 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Next()
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Below(uint bound) => Scale((uint)(Next() >> 32), bound);

    /// <summary>Fills a block; the same draws as one call of <see cref="Next"/> for each place.</summary>
    public void Fill(Span<ulong> block)
    {
        ulong s0 = _s0;
        ulong s1 = _s1;
        ulong s2 = _s2;
        ulong s3 = _s3;
        for (int i = 0; i < block.Length; i++)
        {
            block[i] = BitOperations.RotateLeft(s0 + s3, 23) + s0;
            ulong t = s1 << 17;
            s2 ^= s0;
            s3 ^= s1;
            s1 ^= s2;
            s0 ^= s3;
            s2 ^= t;
            s3 = BitOperations.RotateLeft(s3, 45);
        }

        _s0 = s0;
        _s1 = s1;
        _s2 = s2;
        _s3 = s3;
    }
}
