using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NodeGroups.Protocol;
using NodeGroups.Runtime;

namespace NodeGroups;

/// <summary>Declares topics: declare each once, in code that publisher and subscriber share.</summary>
public static class Topic
{
    /// <summary>Declares a topic with source-generated JSON metadata: safe for trimming and native
    /// compilation.</summary>
    /// <typeparam name="T">The message's type.</typeparam>
    /// <param name="name">The name on the wire, for example <c>orders.price-changes</c>; see
    /// <see cref="NameRules"/>.</param>
    /// <param name="message">How messages are written.</param>
    /// <returns>The topic.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a name.</exception>
    public static Topic<T> Create<T>(string name, JsonTypeInfo<T> message) => new(name, message);

    /// <summary>Declares a topic whose JSON metadata is made at its first use: for programs that start often. Safe for
    /// trimming and native compilation.</summary>
    /// <typeparam name="T">The message's type.</typeparam>
    /// <param name="name">The name on the wire; see <see cref="NameRules"/>.</param>
    /// <param name="message">Gets how messages are written; asked once, by whichever thread comes first.</param>
    /// <returns>The topic.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a name.</exception>
    public static Topic<T> Create<T>(string name, Func<JsonTypeInfo<T>> message) => new(name, message);

    /// <summary>Declares a topic of raw bytes, which travel as they are: for images, models, files...</summary>
    /// <param name="name">The name on the wire; see <see cref="NameRules"/>.</param>
    /// <returns>The topic. Publishing copies the bytes; a subscriber must not change those it gets.</returns>
    /// <remarks>
    /// A message has at most <see cref="GossipSettings.PayloadBytesLimit"/> bytes (64 MiB unless configured). Safe for
    /// trimming and native compilation.
    /// </remarks>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a name.</exception>
    public static Topic<ReadOnlyMemory<byte>> CreateBytes(string name) => new(name, RawBytes.Type, isBytes: true);

    /// <summary>Declares a topic whose JSON metadata is found by reflection: not for trimmed or natively compiled
    /// programs.</summary>
    /// <typeparam name="T">The message's type.</typeparam>
    /// <param name="name">The name on the wire; see <see cref="NameRules"/>.</param>
    /// <param name="options">How messages are written; null for the library's defaults.</param>
    /// <returns>The topic.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a name.</exception>
    [RequiresUnreferencedCode(ReflectionJson.Message)]
    [RequiresDynamicCode(ReflectionJson.Message)]
    public static Topic<T> Create<T>(string name, JsonSerializerOptions? options = null) =>
        new(name, ReflectionJson.GetTypeInfo<T>(options));
}

/// <summary>A topic: its name, its messages' type, and how they are written. Immutable.</summary>
/// <typeparam name="T">The message's type.</typeparam>
public sealed class Topic<T>
{
    private readonly Lazy<JsonTypeInfo<T>> _message;

    internal Topic(string name, JsonTypeInfo<T> message, bool isBytes = false)
    {
        NameRules.ThrowIfInvalid(name);
        ArgumentNullException.ThrowIfNull(message);
        Name = name;
        _message = new Lazy<JsonTypeInfo<T>>(message);
        IsBytes = isBytes;
    }

    internal Topic(string name, Func<JsonTypeInfo<T>> message)
    {
        NameRules.ThrowIfInvalid(name);
        ArgumentNullException.ThrowIfNull(message);
        Name = name;
        _message = new Lazy<JsonTypeInfo<T>>(message);
    }

    /// <summary>Gets the name on the wire.</summary>
    public string Name { get; }

    /// <summary>Gets how messages are written; not used by a topic of raw bytes.</summary>
    public JsonTypeInfo<T> Message => _message.Value;

    /// <summary>Gets a value indicating whether messages are bytes that travel as they are.</summary>
    public bool IsBytes { get; }

    /// <summary>Gets the name.</summary>
    /// <returns>The name on the wire.</returns>
    public override string ToString() => Name;

    /// <summary>Writes a message; the bytes are the caller's own from then on.</summary>
    internal byte[] Write(T value) =>
        IsBytes ? ((ReadOnlyMemory<byte>)(object)value!).ToArray() : JsonPayload.Write(value, Message);

    /// <summary>Reads a message; false when the bytes are not one.</summary>
    internal bool TryRead(ReadOnlyMemory<byte> payload, [MaybeNull] out T value)
    {
        if (IsBytes)
        {
            value = (T)(object)payload;
            return true;
        }

        return JsonPayload.TryRead(payload, Message, out value);
    }
}
