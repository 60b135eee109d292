using System.Runtime.CompilerServices;

namespace NodeGroups.Simulation.Spread;

/// <summary>What one strategy does in one round.</summary>
internal abstract class RoundKernel(SpreadOptions options, RoundState state)
{
    private readonly uint _lossBits = LossBitsOf(options.Loss);

    public long PayloadSends { get; protected set; }

    public long ControlSends { get; protected set; }

    /// <summary>Gets whether nobody has anything left to do.</summary>
    public abstract bool IsOver { get; }

    /// <summary>Gets whether a node that was informed in round r got the rumor by r sendings.</summary>
    public virtual bool HopsAreRounds => false;

    protected RoundState State { get; } = state;

    protected int Fanout { get; } = options.FanoutCount;

    protected bool IsLossy => _lossBits != 0;

    protected uint LossBits => _lossBits;

    /// <summary>Gets the bound below which 32 random bits mean that a message is lost.</summary>
    public static uint LossBitsOf(double loss) => (uint)Math.Min(uint.MaxValue, Math.Round(loss * 4294967296.0));

    /// <summary>Forgets the trial before.</summary>
    public virtual void Reset(ref RoundRandom random)
    {
        PayloadSends = 0;
        ControlSends = 0;
    }

    public abstract void Round(ref RoundRandom random);

    /// <summary>Gets the copies sent by the busiest node.</summary>
    public abstract int BusiestSends(int rounds);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected bool IsLost(ref RoundRandom random) => _lossBits != 0 && (uint)random.Next() < _lossBits;
}
