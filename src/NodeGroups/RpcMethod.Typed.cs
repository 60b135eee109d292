using System.Text.Json.Serialization.Metadata;
using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>A method: its name, its argument's and its value's type, and how both are written. Immutable.</summary>
/// <typeparam name="TRequest">The argument's type.</typeparam>
/// <typeparam name="TReply">The value's type.</typeparam>
public sealed class RpcMethod<TRequest, TReply>
{
    internal RpcMethod(string name, JsonTypeInfo<TRequest> request, JsonTypeInfo<TReply> reply)
    {
        NameRules.ThrowIfInvalid(name);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(reply);
        Name = name;
        Request = request;
        Reply = reply;
    }

    /// <summary>Gets the name on the wire.</summary>
    public string Name { get; }

    /// <summary>Gets how the argument is written.</summary>
    public JsonTypeInfo<TRequest> Request { get; }

    /// <summary>Gets how the value is written.</summary>
    public JsonTypeInfo<TReply> Reply { get; }

    /// <summary>Gets the name.</summary>
    /// <returns>The name on the wire.</returns>
    public override string ToString() => Name;
}
