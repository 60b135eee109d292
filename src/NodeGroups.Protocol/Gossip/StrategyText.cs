using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NodeGroups.Gossip;

/// <summary>
/// The parameters of a strategy as text: <c>name=value</c> for what is not the default, a name alone for a switch, with
/// commas between. Times are in milliseconds.
/// </summary>
/// <remarks>
/// It is either written or read, and options pass each parameter through it the same way for both: written, what is
/// passed is noted and comes back; read, what the text says comes back, or the default.
/// </remarks>
internal sealed class StrategyText
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<string>? _written;

    /// <summary>Takes a text apart, to be read.</summary>
    public StrategyText(string text)
    {
        foreach (string part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = part.Split('=', 2);
            _values[pair[0]] = pair.Length == 2 ? pair[1] : "";
        }
    }

    private StrategyText() => _written = [];

    /// <summary>Gets a value indicating whether all parameters have been read.</summary>
    public bool IsEmpty => _values.Count == 0;

    /// <summary>Writes what options pass.</summary>
    public static string Write(Func<StrategyText, object> pass)
    {
        StrategyText text = new();
        pass(text);
        return string.Join(',', text._written!);
    }

    /// <summary>Passes a switch, which is off unless it is named.</summary>
    public bool Pass(string name, bool value) => Pass(
        name, value, false, static text => text.Length == 0 ? true : throw new FormatException(text), static _ => "");

    /// <summary>Passes a count.</summary>
    public int Pass(string name, int value, int usual) => Pass(
        name,
        value,
        usual,
        static text => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture),
        static count => string.Create(CultureInfo.InvariantCulture, $"={count}"));

    /// <summary>Passes a fan-out.</summary>
    [return: NotNullIfNotNull(nameof(usual))]
    public Fanout? Pass(string name, Fanout? value, Fanout? usual) =>
        Pass<Fanout?>(name, value, usual, Fanout.Parse, static fanout => $"={fanout}");

    /// <summary>Passes a time.</summary>
    public TimeSpan Pass(string name, TimeSpan value, TimeSpan usual) => Pass(
        name,
        value,
        usual,
        static text => new TimeSpan((long)(TimeSpan.TicksPerMillisecond
            * decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture))),
        static time => string.Create(
            CultureInfo.InvariantCulture, $"={(decimal)time.Ticks / TimeSpan.TicksPerMillisecond}"));

    private T Pass<T>(string name, T value, T usual, Func<string, T> read, Func<T, string> write)
    {
        if (_written is null)
        {
            return _values.Remove(name, out string? text) ? read(text) : usual;
        }

        if (!EqualityComparer<T>.Default.Equals(value, usual))
        {
            _written.Add(name + write(value));
        }

        return value;
    }
}
