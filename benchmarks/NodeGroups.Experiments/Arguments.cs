using System.Globalization;

namespace NodeGroups.Experiments;

/// <summary>The options of a command line: each is asked for once, and what nobody asked for is a mistake.</summary>
internal sealed class Arguments
{
    private readonly SortedDictionary<string, string?> _values = new(StringComparer.Ordinal);

    public static Arguments Parse(ReadOnlySpan<string> args)
    {
        Arguments arguments = new();
        for (int i = 0; i < args.Length; i++)
        {
            string name = args[i];
            if (!name.StartsWith("--", StringComparison.Ordinal))
            {
                throw new UsageException($"'{name}' is not an option.");
            }

            int sign = name.IndexOf('=', StringComparison.Ordinal);
            string? value = sign < 0 ? null : name[(sign + 1)..];
            name = sign < 0 ? name : name[..sign];
            bool isNext = sign < 0 && i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal);
            if (!arguments._values.TryAdd(name, isNext ? args[++i] : value))
            {
                throw new UsageException($"{name} is given twice.");
            }
        }

        return arguments;
    }

    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>Takes an option without a value.</summary>
    public bool TakeFlag(string name)
    {
        bool given = _values.Remove(name, out string? value);
        return value is null ? given : throw new UsageException($"{name} takes no value.");
    }

    /// <summary>Takes an option's text, or null when it is not given.</summary>
    public string? Take(string name)
    {
        bool given = _values.Remove(name, out string? value);
        return given && value is null ? throw new UsageException($"{name} needs a value.") : value;
    }

    public T Take<T>(string name, T defaultValue)
        where T : struct, IParsable<T>
    {
        string? text = Take(name);
        return text is null ? defaultValue
            : T.TryParse(text, CultureInfo.InvariantCulture, out T value) ? value
            : throw new UsageException($"{name} '{text}' is not a number that can be used.");
    }

    /// <summary>Takes a whole number within bounds.</summary>
    public int Take(string name, int defaultValue, int minimum, int maximum)
    {
        int value = Take(name, defaultValue);
        return value >= minimum && value <= maximum
            ? value
            : throw new UsageException($"{name} is a whole number from {minimum} to {maximum}, not {value}.");
    }

    /// <summary>Takes an option whose text is one of some names.</summary>
    public T TakeName<T>(string name, T? defaultValue, params ReadOnlySpan<(string Name, T Value)> known)
        where T : struct
    {
        string? text = Take(name);
        if (text is null)
        {
            return defaultValue ?? throw new UsageException($"{name} is missing.");
        }

        List<string> names = [];
        foreach ((string knownName, T value) in known)
        {
            if (knownName == text)
            {
                return value;
            }

            names.Add(knownName);
        }

        throw new UsageException($"{name} '{text}' is unknown; it is one of {string.Join(", ", names)}.");
    }

    /// <summary>Takes the name of one of the library's strategies.</summary>
    public string TakeStrategy()
    {
        string[] names = ["broadcast", "push", "push-forever", "ring", "pushpull", "rumor", "plumtree", "tree",
            "antientropy", "auto"];
        return names[TakeName("--strategy", names.Length - 1, [.. names.Select((name, i) => (name, i))])];
    }

    /// <summary>Refuses what is left.</summary>
    public void End()
    {
        if (_values.Count > 0)
        {
            throw new UsageException($"{_values.Keys.First()} is not an option of this experiment.");
        }
    }
}
