using System.Text;
using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>A call started by a simulated node and, later, how it ended.</summary>
public sealed class SimulatedCall
{
    private readonly Action<SimulatedCall>? _onCompleted;

    internal SimulatedCall(string method, TimeSpan timeout, Action<SimulatedCall>? onCompleted)
    {
        Method = method;
        Timeout = timeout;
        _onCompleted = onCompleted;
    }

    /// <summary>Gets the method's name.</summary>
    public string Method { get; }

    /// <summary>Gets how long it may take.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>Gets a value indicating whether it has ended. A call of a node that crashed never does.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>Gets how it ended; meaningful once it has.</summary>
    public CallResult Result { get; private set; }

    /// <summary>Gets what went wrong, for people; empty when nothing did.</summary>
    public string ErrorText { get; private set; } = string.Empty;

    /// <summary>Gets the reply's bytes; empty unless the result is <see cref="CallResult.Replied"/>.</summary>
    public ReadOnlyMemory<byte> Payload { get; private set; }

    /// <summary>Gets the reply's bytes as UTF-8 text.</summary>
    public string Text => Encoding.UTF8.GetString(Payload.Span);

    internal void Complete(CallResult result, string errorText, ReadOnlyMemory<byte> payload)
    {
        IsCompleted = true;
        Result = result;
        ErrorText = errorText;
        Payload = payload;
        _onCompleted?.Invoke(this);
    }
}
