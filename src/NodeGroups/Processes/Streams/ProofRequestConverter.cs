using System.Text.Json;

namespace NodeGroups.Processes;

internal sealed class ProofRequestConverter : ByHandConverter<ProofRequest>
{
    protected override ProofRequest Read(JsonElement json) => new(json.GetProperty("nonce").GetBytesFromBase64());

    protected override void WriteMembers(Utf8JsonWriter writer, ProofRequest value) =>
        writer.WriteBase64String("nonce", value.Nonce);
}
