using System.Text.Json.Serialization;

namespace NodeGroups;

/// <summary>A function of one node that others can call and that returns a value: a token that travels inside any
/// argument, value or message. Immutable.</summary>
/// <typeparam name="TRequest">The argument's type.</typeparam>
/// <typeparam name="TReply">The value's type.</typeparam>
/// <remarks>
/// <para>
/// Made by <see cref="CallbackExtensions"/> on the node that owns the function, called by <c>InvokeAsync</c> on any
/// node of the cluster; see also <see cref="RemoteCallback{T}"/>, the one that returns none. The token
/// names one process life, so a node that was restarted does not answer for the old one, and holds 128 random bits:
/// who has not been given it cannot guess it. Treat it like a password.
/// </para>
/// <para>Written as an object with one property, <c>token</c>, by any JSON context, source-generated or not.</para>
/// </remarks>
public sealed record RemoteCallback<TRequest, TReply>
{
    /// <summary>Creates a callback from its token.</summary>
    /// <param name="token">The token, from <see cref="Token"/>.</param>
    /// <exception cref="ArgumentException">The text is not a token.</exception>
    [JsonConstructor]
    public RemoteCallback(string token)
    {
        Parts = CallbackToken.Parse(token);
        Token = token;
    }

    internal RemoteCallback(CallbackToken parts)
    {
        Parts = parts;
        Token = parts.ToText();
    }

    /// <summary>Gets the token: whoever holds it can call the function.</summary>
    [JsonPropertyName("token")]
    public string Token { get; }

    /// <summary>Gets the node that owns the function.</summary>
    [JsonIgnore]
    public NodeId Owner => Parts.Owner;

    internal CallbackToken Parts { get; }

    /// <summary>Gets a form for people, without the secret.</summary>
    /// <returns>For example <c>callback of 1f2e3d4c@127.0.0.1:7400</c>.</returns>
    public override string ToString() => Parts.ToString();
}
