using System.Globalization;

namespace NodeGroups.Gossip;

/// <summary>
/// The parameters of a strategy as text: <c>name=value</c> for what is not the default, a name alone for a switch, with
/// commas between. Times are in milliseconds.
/// </summary>
internal sealed class StrategyText
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Takes a text apart.</summary>
    public StrategyText(string text)
    {
        foreach (string part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = part.Split('=', 2);
            _values[pair[0]] = pair.Length == 2 ? pair[1] : "";
        }
    }

    /// <summary>Gets a value indicating whether all parameters have been taken.</summary>
    public bool IsEmpty => _values.Count == 0;

    /// <summary>Writes the parameters that differ from their defaults.</summary>
    public static string Write(params ReadOnlySpan<(string Name, object? Value, object? Usual)> parameters)
    {
        List<string> parts = [];
        foreach ((string name, object? value, object? usual) in parameters)
        {
            if (!Equals(value, usual))
            {
                parts.Add(value switch
                {
                    bool => name,
                    TimeSpan time => string.Create(
                        CultureInfo.InvariantCulture, $"{name}={(decimal)time.Ticks / TimeSpan.TicksPerMillisecond}"),
                    _ => string.Create(CultureInfo.InvariantCulture, $"{name}={value}"),
                });
            }
        }

        return string.Join(',', parts);
    }

    /// <summary>Takes a switch.</summary>
    public bool Take(string name) => _values.Remove(name, out string? text) && (text.Length == 0 || Refuse(text));

    /// <summary>Takes a count.</summary>
    public int Take(string name, int usual) => _values.Remove(name, out string? text)
        ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : usual;

    /// <summary>Takes a fan-out.</summary>
    public Fanout? Take(string name, Fanout? usual) =>
        _values.Remove(name, out string? text) ? Fanout.Parse(text) : usual;

    /// <summary>Takes a time.</summary>
    public TimeSpan Take(string name, TimeSpan usual) => _values.Remove(name, out string? text)
        ? new TimeSpan((long)(decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
            * TimeSpan.TicksPerMillisecond))
        : usual;

    private static bool Refuse(string text) => throw new FormatException($"'{text}' is not expected for a switch.");
}
