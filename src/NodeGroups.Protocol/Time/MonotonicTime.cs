namespace NodeGroups.Protocol;

/// <summary>A moment on a clock that never goes back, counted from an arbitrary origin chosen by the shell.</summary>
/// <remarks>
/// The protocol core reads no clock: every input carries the moment at which it happens. Two times are comparable
/// only when they come from the same shell. Resolution is 100 nanoseconds, as in <see cref="TimeSpan"/>.
/// </remarks>
public readonly record struct MonotonicTime : IComparable<MonotonicTime>
{
    private MonotonicTime(long ticks) => Ticks = ticks;

    /// <summary>Gets the origin of the clock.</summary>
    public static MonotonicTime Zero => default;

    /// <summary>Gets a moment later than all others: a deadline that never comes.</summary>
    public static MonotonicTime Never => new(long.MaxValue);

    /// <summary>Gets the number of 100-nanosecond ticks since the origin.</summary>
    public long Ticks { get; }

    /// <summary>Gets a value indicating whether this is <see cref="Never"/>.</summary>
    public bool IsNever => Ticks == long.MaxValue;

    /// <summary>Makes a time from the span since the origin.</summary>
    /// <param name="sinceOrigin">The span; must not be negative.</param>
    /// <returns>The moment that lies <paramref name="sinceOrigin"/> after <see cref="Zero"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sinceOrigin"/> is negative.</exception>
    public static MonotonicTime FromOrigin(TimeSpan sinceOrigin)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sinceOrigin, TimeSpan.Zero);
        return new MonotonicTime(sinceOrigin.Ticks);
    }

    /// <summary>Gets the earlier of two times.</summary>
    /// <param name="left">One time.</param>
    /// <param name="right">The other time.</param>
    /// <returns>The earlier one.</returns>
    public static MonotonicTime Min(MonotonicTime left, MonotonicTime right) =>
        left.Ticks <= right.Ticks ? left : right;

    /// <summary>Gets the later of two times.</summary>
    /// <param name="left">One time.</param>
    /// <param name="right">The other time.</param>
    /// <returns>The later one.</returns>
    public static MonotonicTime Max(MonotonicTime left, MonotonicTime right) =>
        left.Ticks >= right.Ticks ? left : right;

    /// <summary>Moves a time by a span; <see cref="Never"/> stays, and an overflow becomes
    /// <see cref="Never"/>.</summary>
    /// <param name="time">The time.</param>
    /// <param name="span">The span to add.</param>
    /// <returns>The moved time, never before <see cref="Zero"/>.</returns>
    public static MonotonicTime operator +(MonotonicTime time, TimeSpan span)
    {
        if (time.IsNever || span.Ticks >= long.MaxValue - time.Ticks)
        {
            return Never;
        }

        return new MonotonicTime(Math.Max(0, time.Ticks + span.Ticks));
    }

    /// <summary>Gets the span from <paramref name="right"/> to <paramref name="left"/>.</summary>
    /// <param name="left">The later time.</param>
    /// <param name="right">The earlier time.</param>
    /// <returns>The span; <see cref="TimeSpan.MaxValue"/> when <paramref name="left"/> is
    /// <see cref="Never"/>.</returns>
    public static TimeSpan operator -(MonotonicTime left, MonotonicTime right) =>
        left.IsNever ? TimeSpan.MaxValue : new TimeSpan(left.Ticks - right.Ticks);

    /// <summary>Tells whether one time is before another.</summary>
    /// <param name="left">One time.</param>
    /// <param name="right">The other time.</param>
    /// <returns>True when <paramref name="left"/> is earlier.</returns>
    public static bool operator <(MonotonicTime left, MonotonicTime right) => left.Ticks < right.Ticks;

    /// <summary>Tells whether one time is after another.</summary>
    /// <param name="left">One time.</param>
    /// <param name="right">The other time.</param>
    /// <returns>True when <paramref name="left"/> is later.</returns>
    public static bool operator >(MonotonicTime left, MonotonicTime right) => left.Ticks > right.Ticks;

    /// <summary>Tells whether one time is not after another.</summary>
    /// <param name="left">One time.</param>
    /// <param name="right">The other time.</param>
    /// <returns>True when <paramref name="left"/> is earlier or the same.</returns>
    public static bool operator <=(MonotonicTime left, MonotonicTime right) => left.Ticks <= right.Ticks;

    /// <summary>Tells whether one time is not before another.</summary>
    /// <param name="left">One time.</param>
    /// <param name="right">The other time.</param>
    /// <returns>True when <paramref name="left"/> is later or the same.</returns>
    public static bool operator >=(MonotonicTime left, MonotonicTime right) => left.Ticks >= right.Ticks;

    /// <inheritdoc/>
    public int CompareTo(MonotonicTime other) => Ticks.CompareTo(other.Ticks);

    /// <summary>Writes the time as seconds since the origin.</summary>
    /// <returns>For example <c>12.345678s</c>, or <c>never</c>.</returns>
    public override string ToString() =>
        IsNever ? "never" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Ticks / 1e7:F6}s");
}
