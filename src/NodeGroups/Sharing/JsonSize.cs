using System.Runtime.InteropServices;
using System.Text.Json;

namespace NodeGroups;

/// <summary>Measures JSON.</summary>
internal static class JsonSize
{
    /// <summary>The bytes of a value's text.</summary>
    public static int Of(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).Length;

    /// <summary>About the bytes of an entry on the wire.</summary>
    public static int Of(LedgerEntry entry)
    {
        JsonElement value = entry.Service?.Configuration ?? entry.Schedule?.Value ?? default;
        return 512 + entry.Key.Length + (value.ValueKind == JsonValueKind.Undefined ? 0 : Of(value));
    }
}
