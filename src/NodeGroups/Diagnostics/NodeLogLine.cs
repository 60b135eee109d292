using System.Collections;

namespace NodeGroups.Runtime;

/// <summary>A log line of a node: the node before the text, and before the line's fields. Immutable.</summary>
internal sealed class NodeLogLine(string node, string text, IReadOnlyList<KeyValuePair<string, object?>>? fields)
    : IReadOnlyList<KeyValuePair<string, object?>>
{
    /// <summary>By this name, loggers find the template of a line.</summary>
    private const string TemplateField = "{OriginalFormat}";

    public int Count => 1 + (fields?.Count ?? 0);

    public KeyValuePair<string, object?> this[int index]
    {
        get
        {
            if (index == 0)
            {
                return new("Node", node);
            }

            KeyValuePair<string, object?> field = fields![index - 1];
            return field.Key == TemplateField ? new(TemplateField, $"{{Node}}: {field.Value}") : field;
        }
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"{node}: {text}";
}
