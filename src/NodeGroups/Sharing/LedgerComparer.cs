using Microsoft.Extensions.Logging;
using NodeGroups.Protocol;
using NodeGroups.Runtime;
using NodeGroups.Transport;

namespace NodeGroups;

/// <summary>Compares ledgers between two members and brings both into step.</summary>
internal sealed class LedgerComparer(Node node, ILogger logger)
{
    private const int MembersAsked = 3;
    private const int BatchBytes = 256 * 1024;
    private const int RoundLimit = 512;
    private static readonly CallOptions s_options = CallOptions.Default with { Timeout = TimeSpan.FromSeconds(2) };

    /// <summary>The first so many entries that fit one message.</summary>
    public static List<LedgerEntry> Cut(List<LedgerEntry> entries, int frameBytes, out bool hasMore)
    {
        int room = Math.Min(BatchBytes, frameBytes / 2);
        int count = 0;
        while (count < entries.Count && (count == 0 || room >= JsonSize.Of(entries[count])))
        {
            room -= JsonSize.Of(entries[count++]);
        }

        hasMore = count < entries.Count;
        return entries[..count];
    }

    /// <summary>Asks up to three members, until one answers.</summary>
    public async Task CatchUpAsync(SharedGroup shared, bool takesOptions)
    {
        Member[] others = Others(shared.Name);
        for (int i = 0; i < others.Length && i < MembersAsked; i++)
        {
            if (await CompareAsync(shared, others[i], takesOptions).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    public async Task CompareWithOneAsync(SharedGroup shared)
    {
        Member[] others = Others(shared.Name);
        if (others.Length > 0)
        {
            await CompareAsync(shared, others[0], takesOptions: false).ConfigureAwait(false);
        }
    }

    private Member[] Others(GroupName group)
    {
        if (group == GroupName.Local || node.Runtime.Groups.Find(group) is not { } state)
        {
            return [];
        }

        Member[] others = [.. state.View.Members.Where(member => member.Id != node.Id)];
        Random.Shared.Shuffle(others);

        // While many nodes come at once, a first dial may take long: whoever is connected already answers sooner.
        return node.Runtime.Transport is IInspectableTransport transport
            ? [.. others.OrderByDescending(member => transport.IsConnected(member.Address))]
            : others;
    }

    private async Task<bool> CompareAsync(SharedGroup shared, Member other, bool takesOptions)
    {
        try
        {
            if (!takesOptions && await node.CallAsync(other, LedgerMethods.IsSame, shared.Summarize(), s_options)
                .ConfigureAwait(false))
            {
                return true;
            }

            bool hasMore = true;
            for (int round = 0; hasMore && round < RoundLimit; round++)
            {
                LedgerDifference difference = await node.CallAsync(
                    other, LedgerMethods.Compare, new LedgerQuestion(shared.Name, shared.Marks()), s_options)
                    .ConfigureAwait(false);
                if (takesOptions)
                {
                    TakeOptions(shared.Name, difference.Options);
                    takesOptions = false;
                }

                await shared.MergeAsync(difference.Entries).ConfigureAwait(false);
                hasMore = difference.HasMore;
                if (difference.Wanted.Count > 0)
                {
                    List<LedgerEntry> wanted =
                        Cut(shared.Select(difference.Wanted), node.Runtime.PayloadLimit, out bool wantsMore);
                    await node.CallAsync(
                        other, LedgerMethods.Merge, new LedgerChange(shared.Name, wanted), s_options)
                        .ConfigureAwait(false);
                    hasMore |= wantsMore;
                }
            }

            return true;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            ServiceLog.CompareFailed(logger, shared.Name, other.ToString(), exception.Message);
            return false;
        }
    }

    private void TakeOptions(GroupName group, GroupOptionsData? data)
    {
        if (data is null || node.Runtime.Groups.Find(group) is not { } state)
        {
            return;
        }

        try
        {
            GroupOptions options = data.ToOptions(node.Runtime.Options);
            state.Options = options;
            node.Runtime.Execute(new ConfigureGroup(group, options.ToGossip()));
        }
        catch (Exception exception) when (exception is CallRefusedException or InvalidOperationException)
        {
            ServiceLog.OptionsRefused(logger, group, exception.Message);
        }
    }
}
