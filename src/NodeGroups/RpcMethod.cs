using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>Declares methods: declare each once, in code that caller and handler share.</summary>
public static class RpcMethod
{
    /// <summary>Declares a method with source-generated JSON metadata: safe for trimming and native
    /// compilation.</summary>
    /// <typeparam name="TRequest">The argument's type.</typeparam>
    /// <typeparam name="TReply">The value's type.</typeparam>
    /// <param name="name">The name on the wire, for example <c>orders.get-price</c>; see
    /// <see cref="NameRules"/>.</param>
    /// <param name="request">How the argument is written.</param>
    /// <param name="reply">How the value is written.</param>
    /// <returns>The method.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a name.</exception>
    public static RpcMethod<TRequest, TReply> Create<TRequest, TReply>(
        string name, JsonTypeInfo<TRequest> request, JsonTypeInfo<TReply> reply) => new(name, request, reply);

    /// <summary>Declares a method whose JSON metadata is made at its first use: for programs that start often and use
    /// few of their methods at once. Safe for trimming and native compilation.</summary>
    /// <typeparam name="TRequest">The argument's type.</typeparam>
    /// <typeparam name="TReply">The value's type.</typeparam>
    /// <param name="name">The name on the wire; see <see cref="NameRules"/>.</param>
    /// <param name="request">Gets how the argument is written; asked once, by whichever thread comes first.</param>
    /// <param name="reply">Gets how the value is written; asked once.</param>
    /// <returns>The method.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a name.</exception>
    public static RpcMethod<TRequest, TReply> Create<TRequest, TReply>(
        string name, Func<JsonTypeInfo<TRequest>> request, Func<JsonTypeInfo<TReply>> reply) =>
        new(name, request, reply);

    /// <summary>Declares a method that returns no value.</summary>
    /// <typeparam name="TRequest">The argument's type.</typeparam>
    /// <param name="name">The name on the wire; see <see cref="NameRules"/>.</param>
    /// <param name="request">How the argument is written.</param>
    /// <returns>The method.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a name.</exception>
    public static RpcMethod<TRequest, Nothing> Create<TRequest>(string name, JsonTypeInfo<TRequest> request) =>
        new(name, request, LibraryJson.Default.Nothing);

    /// <summary>Declares a method by its name alone, with any JSON as argument and as value: for tools, and for
    /// callers that do not share the types.</summary>
    /// <param name="name">The name on the wire, for example <c>orders.get-price</c>; see
    /// <see cref="NameRules"/>.</param>
    /// <returns>The method; it can be called, gossiped, scheduled and handled like any other.</returns>
    /// <remarks>
    /// The part of a name before its last dot is its service. A member that serves nothing of the service answers
    /// <see cref="CallResult.UnknownService"/>, one that serves other methods of it
    /// <see cref="CallResult.UnknownMethod"/>, and one whose handler cannot read the argument
    /// <see cref="CallResult.BadArgument"/>. The default <see cref="JsonElement"/> is sent as null.
    /// </remarks>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a name.</exception>
    public static RpcMethod<JsonElement, JsonElement> Json(string name) =>
        new(name, LibraryJson.Default.JsonElement, LibraryJson.Default.JsonElement);

    /// <summary>Declares a method whose JSON metadata is found by reflection: not for trimmed or natively compiled
    /// programs.</summary>
    /// <typeparam name="TRequest">The argument's type.</typeparam>
    /// <typeparam name="TReply">The value's type.</typeparam>
    /// <param name="name">The name on the wire; see <see cref="NameRules"/>.</param>
    /// <param name="options">How values are written; null for the library's defaults.</param>
    /// <returns>The method.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a name.</exception>
    [RequiresUnreferencedCode(ReflectionJson.Message)]
    [RequiresDynamicCode(ReflectionJson.Message)]
    public static RpcMethod<TRequest, TReply> Create<TRequest, TReply>(
        string name, JsonSerializerOptions? options = null) =>
        new(name, ReflectionJson.GetTypeInfo<TRequest>(options), ReflectionJson.GetTypeInfo<TReply>(options));
}
