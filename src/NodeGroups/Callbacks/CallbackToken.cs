using System.Buffers;
using System.Security.Cryptography;
using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>What a callback's token says: whose it is, and the secret that names it there.</summary>
internal readonly record struct CallbackToken(NodeId Owner, NodeAddress Address, string Secret)
{
    private const int SecretDigits = 32;
    private static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789abcdef");
    private const int OwnerDigits = 2 * NodeId.SizeInBytes;

    public static CallbackToken Create(Node node) =>
        new(node.Id, node.Address, RandomNumberGenerator.GetHexString(SecretDigits, lowercase: true));

    /// <exception cref="ArgumentException">The text is not a token.</exception>
    public static CallbackToken Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int at = OwnerDigits + 1 + SecretDigits;
        if (text.Length > at && text[OwnerDigits] == '.' && text[at] == '@'
            && NodeId.TryParse(text.AsSpan(0, OwnerDigits), null, out NodeId owner)
            && NodeAddress.TryParse(text.AsSpan(at + 1), null, out NodeAddress address)
            && address.Port != 0
            && IsSecret(text.AsSpan(OwnerDigits + 1, SecretDigits)))
        {
            return new CallbackToken(owner, address, text.Substring(OwnerDigits + 1, SecretDigits));
        }

        throw new ArgumentException("The text is not the token of a remote callback.", nameof(text));
    }

    public static bool IsSecret(ReadOnlySpan<char> text) =>
        text.Length == SecretDigits && !text.ContainsAnyExcept(s_digits);

    public string ToText() => $"{Owner}.{Secret}@{Address}";

    /// <summary>Gets a form for people, without the secret.</summary>
    public override string ToString() => $"callback of {new Peer(Owner, Address)}";
}
