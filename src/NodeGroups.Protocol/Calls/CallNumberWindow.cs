namespace NodeGroups.Protocol.Calls;

/// <summary>
/// Tells new call numbers from repeated ones: a bitmap of the latest 4,096. What is older counts as repeated.
/// </summary>
internal sealed class CallNumberWindow
{
    /// <summary>How many numbers below the highest are told apart.</summary>
    public const int Size = 4096;

    private readonly ulong[] _bits = new ulong[Size / 64];
    private ulong _top;

    /// <summary>Notes a number.</summary>
    /// <param name="number">At least 1.</param>
    /// <returns>True when it had not been noted and is not older than the window.</returns>
    public bool TryAdd(ulong number)
    {
        if (number > _top)
        {
            Advance(number);
        }
        else if (_top - number >= Size)
        {
            return false;
        }

        ref ulong word = ref _bits[(int)(number % Size) >> 6];
        ulong bit = 1UL << (int)(number & 63);
        bool isNew = (word & bit) == 0;
        word |= bit;
        return isNew;
    }

    private void Advance(ulong number)
    {
        if (number - _top >= Size)
        {
            Array.Clear(_bits);
        }
        else
        {
            for (ulong n = _top + 1; n <= number; n++)
            {
                _bits[(int)(n % Size) >> 6] &= ~(1UL << (int)(n & 63));
            }
        }

        _top = number;
    }
}
