using System.Collections;

namespace NodeGroups;

/// <summary>The outcomes of a group call: one for each member that was addressed, in the order of their ids.
/// Immutable.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public sealed class GroupReply<T> : IReadOnlyList<MemberReply<T>>
{
    private readonly MemberReply<T>[] _replies;
    private readonly Lazy<Dictionary<Member, T>> _values;
    private readonly Lazy<Dictionary<Member, CallError>> _errors;
    private readonly Lazy<T[]> _results;

    internal GroupReply(MemberReply<T>[] replies)
    {
        _replies = replies;
        _values = new(CollectValues);
        _errors = new(CollectErrors);
        _results = new(CollectResults);
        foreach (MemberReply<T> reply in replies)
        {
            RepliedCount += reply.HasValue ? 1 : 0;
        }
    }

    /// <summary>Gets how many members were addressed.</summary>
    public int Count => _replies.Length;

    /// <summary>Gets how many members replied with a value.</summary>
    public int RepliedCount { get; }

    /// <summary>Gets a value indicating whether every member replied with a value.</summary>
    public bool AllReplied => RepliedCount == Count;

    /// <summary>Gets the values, by member.</summary>
    public IReadOnlyDictionary<Member, T> Values => _values.Value;

    /// <summary>Gets the values alone, in the order of the replies.</summary>
    public IReadOnlyList<T> Results => _results.Value;

    /// <summary>Gets why the other members gave no value, by member.</summary>
    public IReadOnlyDictionary<Member, CallError> Errors => _errors.Value;

    /// <summary>Gets an outcome.</summary>
    /// <param name="index">0 to <see cref="Count"/> − 1.</param>
    public MemberReply<T> this[int index] => _replies[index];

    /// <summary>Finds a member's outcome.</summary>
    /// <param name="id">The member.</param>
    /// <returns>The outcome, or null when it was not addressed.</returns>
    public MemberReply<T>? Find(NodeId id) => Array.Find(_replies, reply => reply.Member.Id == id);

    /// <inheritdoc/>
    public IEnumerator<MemberReply<T>> GetEnumerator() => ((IEnumerable<MemberReply<T>>)_replies).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Gets a form for people.</summary>
    /// <returns>For example <c>48 of 50 replied</c>.</returns>
    public override string ToString() => $"{RepliedCount} of {Count} replied";

    private T[] CollectResults() => [.. _replies.Where(reply => reply.HasValue).Select(reply => reply.Value)];

    private Dictionary<Member, T> CollectValues()
    {
        Dictionary<Member, T> values = new(RepliedCount, MemberIdentityComparer.Instance);
        foreach (MemberReply<T> reply in _replies)
        {
            if (reply.HasValue)
            {
                values[reply.Member] = reply.Value;
            }
        }

        return values;
    }

    private Dictionary<Member, CallError> CollectErrors()
    {
        Dictionary<Member, CallError> errors = new(Count - RepliedCount, MemberIdentityComparer.Instance);
        foreach (MemberReply<T> reply in _replies)
        {
            if (reply.Error is not null)
            {
                errors[reply.Member] = reply.Error;
            }
        }

        return errors;
    }
}
