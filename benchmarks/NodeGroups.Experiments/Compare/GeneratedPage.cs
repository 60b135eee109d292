namespace NodeGroups.Experiments;

/// <summary>A page of the documentation with parts that a program writes, each between two comments.</summary>
internal sealed class GeneratedPage
{
    private const string End = "<!-- end of generated part -->";
    private readonly string _file;
    private string _text;

    private GeneratedPage(string file, string text)
    {
        _file = file;
        _text = text;
    }

    /// <summary>Reads a page, and refuses one that lacks a part.</summary>
    public static GeneratedPage Read(string file, IReadOnlyList<string> parts)
    {
        if (!File.Exists(file))
        {
            throw new UsageException($"--page '{file}' is not there; run this where it is, or say --page no.");
        }

        GeneratedPage page = new(file, File.ReadAllText(file));
        foreach (string part in parts)
        {
            _ = page.Find(part);
        }

        return page;
    }

    /// <summary>Replaces one part.</summary>
    public void Replace(string part, string text)
    {
        (int start, int end) = Find(part);
        _text = string.Concat(_text.AsSpan(0, start), $"\n\n{text.Trim()}\n\n", _text.AsSpan(end));
    }

    public void Save() => File.WriteAllText(_file, _text);

    private (int Start, int End) Find(string part)
    {
        string begin = $"<!-- generated part: {part} -->";
        int at = _text.IndexOf(begin, StringComparison.Ordinal);
        int end = at < 0 ? -1 : _text.IndexOf(End, at, StringComparison.Ordinal);
        return end >= 0 ? (at + begin.Length, end)
            : throw new UsageException($"--page '{_file}' lacks {begin} or {End} after it.");
    }
}
