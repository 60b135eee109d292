using System.Text;

namespace NodeGroups.Experiments;

/// <summary>A table as it stands in the documentation.</summary>
internal sealed class MarkdownTable
{
    private readonly StringBuilder _text = new();

    public MarkdownTable(string title, params ReadOnlySpan<string> columns)
    {
        _text.AppendLine(title + ":").AppendLine();
        Add(columns);
        _text.Append('|');
        for (int i = 0; i < columns.Length; i++)
        {
            _text.Append(i == 0 ? " --- |" : " ---: |");
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
