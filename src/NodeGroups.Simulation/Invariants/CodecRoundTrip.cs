using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>S19: what is sent can be read, as the same kind of message to the same receiver, and is written as the
/// same bytes again.</summary>
internal sealed class CodecRoundTrip : IInvariant
{
    public string Name => "codec round trip";

    public string? Observe(Observation observation)
    {
        if (observation is not MessageSent sent)
        {
            return null;
        }

        CodecOutcome codec = sent.Codec;
        if (codec.Error != DecodeError.None || codec.Message is null)
        {
            return $"A {sent.Message.GetType().Name} of {sent.From} cannot be read: {codec.Error}.";
        }

        return codec.IsSame && codec.Meant == sent.To.Id && codec.Message.GetType() == sent.Message.GetType()
            ? null
            : $"A {sent.Message.GetType().Name} of {sent.From} is read as something else.";
    }

    public string? Check(MonotonicTime now) => null;
}
