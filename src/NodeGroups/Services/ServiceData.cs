using System.Text.Json;

namespace NodeGroups;

/// <summary>An active service on the wire.</summary>
internal sealed record ServiceData(string Name, JsonElement Configuration);
