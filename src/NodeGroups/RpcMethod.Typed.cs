using System.Text.Json.Serialization.Metadata;
using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>A method: its name, its argument's and its value's type, and how both are written. Immutable.</summary>
/// <typeparam name="TRequest">The argument's type.</typeparam>
/// <typeparam name="TReply">The value's type.</typeparam>
public sealed class RpcMethod<TRequest, TReply>
{
    private readonly Lazy<JsonTypeInfo<TRequest>> _request;
    private readonly Lazy<JsonTypeInfo<TReply>> _reply;

    internal RpcMethod(string name, JsonTypeInfo<TRequest> request, JsonTypeInfo<TReply> reply)
    {
        NameRules.ThrowIfInvalid(name);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(reply);
        Name = name;
        _request = new Lazy<JsonTypeInfo<TRequest>>(request);
        _reply = new Lazy<JsonTypeInfo<TReply>>(reply);
    }

    /// <summary>Declares a method whose metadata is made at its first use. The library's own are such: every process
    /// has them all, and few use them.</summary>
    internal RpcMethod(string name, Func<JsonTypeInfo<TRequest>> request, Func<JsonTypeInfo<TReply>> reply)
    {
        NameRules.ThrowIfInvalid(name);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(reply);
        Name = name;
        _request = new Lazy<JsonTypeInfo<TRequest>>(request);
        _reply = new Lazy<JsonTypeInfo<TReply>>(reply);
    }

    /// <summary>Gets the name on the wire.</summary>
    public string Name { get; }

    /// <summary>Gets how the argument is written.</summary>
    public JsonTypeInfo<TRequest> Request => _request.Value;

    /// <summary>Gets how the value is written.</summary>
    public JsonTypeInfo<TReply> Reply => _reply.Value;

    /// <summary>Gets the name.</summary>
    /// <returns>The name on the wire.</returns>
    public override string ToString() => Name;
}
