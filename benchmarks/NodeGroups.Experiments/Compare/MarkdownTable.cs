using System.Text;

namespace NodeGroups.Experiments;

/// <summary>A table as it stands in the documentation.</summary>
internal sealed class MarkdownTable
{
    private readonly StringBuilder _text = new();

    /// <summary>Begins a table of names and their numbers.</summary>
    public MarkdownTable(string title, params ReadOnlySpan<string> columns)
        : this(title, isText: false, columns)
    {
    }

    /// <summary>Begins a table.</summary>
    public MarkdownTable(string title, bool isText, params ReadOnlySpan<string> columns)
    {
        _text.AppendLine(title + ":").AppendLine();
        Add(columns);
        _text.Append('|');
        for (int i = 0; i < columns.Length; i++)
        {
            _text.Append(i == 0 || isText ? " --- |" : " ---: |");
        }

        _text.AppendLine();
    }

    public void Add(params ReadOnlySpan<string> cells)
    {
        _text.Append('|');
        foreach (string cell in cells)
        {
            _text.Append(' ').Append(cell).Append(" |");
        }

        _text.AppendLine();
    }

    public override string ToString() => _text.ToString();
}
