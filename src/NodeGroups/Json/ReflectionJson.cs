using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NodeGroups;

/// <summary>JSON metadata found by reflection, for those who do not generate it.</summary>
internal static class ReflectionJson
{
    public const string Message =
        "JSON metadata is found by reflection. "
        + "Use the overload that takes JsonTypeInfo in trimmed or natively compiled programs.";

    private static JsonSerializerOptions? s_defaults;

    [RequiresUnreferencedCode(Message)]
    [RequiresDynamicCode(Message)]
    public static JsonTypeInfo<T> GetTypeInfo<T>(JsonSerializerOptions? options) =>
        (JsonTypeInfo<T>)(options ?? GetDefaults()).GetTypeInfo(typeof(T));

    [RequiresUnreferencedCode(Message)]
    [RequiresDynamicCode(Message)]
    private static JsonSerializerOptions GetDefaults()
    {
        if (s_defaults is null)
        {
            JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
            {
                MaxDepth = 32,
                TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            };
            options.MakeReadOnly();
            s_defaults = options;
        }

        return s_defaults;
    }
}
