using System.Globalization;

namespace NodeGroups;

/// <summary>What a node may start, and what others may make it do. The defaults allow others nothing.</summary>
public sealed class ProcessSettings
{
    /// <summary>The most children that a node can have, whatever its settings.</summary>
    internal const int ChildLimitMaximum = 4096;

    /// <summary>Gets or sets how many children the node may have at a time; a further spawn fails with
    /// <see cref="SpawnFailure.LimitReached"/>.</summary>
    /// <value>64; 0 to 4,096.</value>
    public int ChildLimit { get; set; } = 64;

    /// <summary>Gets or sets how many spawns may be at work at a time; further ones wait for their turn, before their
    /// time-out begins.</summary>
    /// <value>Twice the processors, at least 4; 1 to 1,024.</value>
    public int SpawnConcurrencyLimit { get; set; } = Math.Max(4, 2 * Environment.ProcessorCount);

    /// <summary>Gets or sets what starts children.</summary>
    /// <value><see cref="NodeLaunchers.Process"/>.</value>
    public INodeLauncher Launcher { get; set; } = NodeLaunchers.Process;

    /// <summary>Gets or sets a value indicating whether members of the cluster may stop this node.</summary>
    /// <value>False.</value>
    public bool AllowRemoteStop { get; set; }

    /// <summary>Gets or sets a value indicating whether members of the cluster may spawn children here, from
    /// <see cref="LaunchProfiles"/> only.</summary>
    /// <value>False.</value>
    public bool AllowRemoteSpawn { get; set; }

    /// <summary>Gets or sets a further condition for remote stop and remote spawn, asked for each request.</summary>
    /// <value>Null: none, so any member of the cluster may do what is allowed.</value>
    /// <remarks>The caller's id is as trustworthy as the transport: see the security page.</remarks>
    public Func<CallContext, bool>? Authorize { get; set; }

    /// <summary>Gets what members may spawn here, by name. Everything but the child's name and the text for its start
    /// action is decided by the profile.</summary>
    /// <value>None.</value>
    public IDictionary<string, NodeProcessOptions> LaunchProfiles { get; init; } =
        new Dictionary<string, NodeProcessOptions>(StringComparer.Ordinal);

    internal ProcessSettings Copy() => new()
    {
        ChildLimit = ChildLimit,
        SpawnConcurrencyLimit = SpawnConcurrencyLimit,
        Launcher = Launcher,
        AllowRemoteStop = AllowRemoteStop,
        AllowRemoteSpawn = AllowRemoteSpawn,
        Authorize = Authorize,
        LaunchProfiles = LaunchProfiles is null
            ? null!
            : new Dictionary<string, NodeProcessOptions>(LaunchProfiles, StringComparer.Ordinal),
    };

    internal IEnumerable<string> Validate()
    {
        if (ChildLimit is < 0 or > ChildLimitMaximum)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"ChildLimit must be 0 to {ChildLimitMaximum:N0}.");
        }

        if (SpawnConcurrencyLimit is < 1 or > 1_024)
        {
            yield return "SpawnConcurrencyLimit must be 1 to 1,024.";
        }

        if (Launcher is null)
        {
            yield return "Launcher must not be null.";
        }

        if (LaunchProfiles is null)
        {
            yield return "LaunchProfiles must not be null.";
            yield break;
        }

        foreach ((string name, NodeProcessOptions profile) in LaunchProfiles)
        {
            if (!Protocol.NameRules.IsValid(name) || profile is null)
            {
                yield return $"LaunchProfiles: '{name}' is not a name, or has no profile.";
            }
        }
    }
}
