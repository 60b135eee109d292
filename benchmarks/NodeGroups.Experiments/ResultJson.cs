using System.Text.Encodings.Web;
using System.Text.Json;

namespace NodeGroups.Experiments;

/// <summary>Results for machines: one object of JSON, on one line.</summary>
internal static class ResultJson
{
    private static readonly JsonSerializerOptions Naming = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write<T>(T result) => JsonSerializer.Serialize(result, Naming);
}
