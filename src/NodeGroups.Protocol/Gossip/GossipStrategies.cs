namespace NodeGroups;

/// <summary>The gossip strategies that come with the library, and the way to bring your own.</summary>
public static class GossipStrategies
{
    /// <summary>
    /// Gets the strategy that sends every rumor from its origin to every member: the baseline. n − 1 sends by one
    /// node, one hop.
    /// </summary>
    public static GossipStrategy Broadcast { get; } = new("broadcast", "", static () => new Gossip.BroadcastStrategy());

    /// <summary>Pushes each rumor, the moment it is new, to fresh random peers, once (infect-and-die).</summary>
    /// <param name="fanout">How many peers; null for the group's fan-out.</param>
    /// <returns>The strategy.</returns>
    /// <remarks>Eugster, Guerraoui, Kermarrec and Massoulié, Epidemic Information Dissemination in Distributed
    /// Systems, 2004.</remarks>
    public static GossipStrategy Push(Fanout? fanout = null) =>
        new("push", fanout is null ? "" : $"fanout={fanout}", () => new Gossip.PushStrategy(fanout));

    /// <summary>
    /// Pushes each rumor, the moment it is new, once to this node's successors on pseudo-random rings of the
    /// members.
    /// </summary>
    /// <param name="fanout">On how many rings; null for the group's fan-out.</param>
    /// <returns>The strategy.</returns>
    /// <remarks>
    /// Everybody is the target of exactly as many nodes as the fan-out says, so without faults a fan-out of 3 or 4
    /// reaches all, where random peers would miss 6 or 2 in 100. Needs views that agree. There are 8 rings: a fan-out
    /// above that contacts further successors on the same rings. Close to permuted lists: Doerr, Friedrich and
    /// Sauerwald, Quasirandom Rumor Spreading, 2008.
    /// </remarks>
    public static GossipStrategy RingPush(Fanout? fanout = null) =>
        new("ring", fanout is null ? "" : $"fanout={fanout}", () => new Gossip.RingPushStrategy(fanout));

    /// <summary>
    /// Sends payloads along a tree that grows from redundant copies, and names along the other links of an overlay,
    /// so that every member gets nearly one copy and a broken tree mends itself (Plumtree).
    /// </summary>
    /// <param name="options">The parameters; null for the defaults.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    /// <remarks>Leitão, Pereira and Rodrigues, Epidemic Broadcast Trees, 2007. The first rumors cost more: they
    /// prune the tree.</remarks>
    public static GossipStrategy Plumtree(PlumtreeOptions? options = null)
    {
        options ??= new PlumtreeOptions();
        options.ThrowIfInvalid();
        return new GossipStrategy(
            "plumtree", Gossip.StrategyText.Write(options.Pass), () => new Gossip.PlumtreeStrategy(options));
    }

    /// <summary>
    /// Sends payloads along a tree that all members compute from the view, another one for each rumor, and names to
    /// a few others, who ask for what the tree did not bring.
    /// </summary>
    /// <param name="options">The parameters; null for the defaults.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentException">A parameter is out of its range.</exception>
    /// <remarks>Needs views that agree: each payload that is sent between members counts on it. The announcements are
    /// those of Plumtree (Leitão, Pereira and Rodrigues, 2007), beside a computed tree.</remarks>
    public static GossipStrategy Tree(TreeOptions? options = null)
    {
        options ??= new TreeOptions();
        options.ThrowIfInvalid();
        return new GossipStrategy(
            "tree", Gossip.StrategyText.Write(options.Pass), () => new Gossip.TreeStrategy(options));
    }

    /// <summary>
    /// Pushes each rumor to fresh random peers in every round of its hot time (infect-forever).
    /// </summary>
    /// <param name="options">The parameters; null for the defaults.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentException">A parameter is out of its range.</exception>
    /// <remarks>Pittel, On Spreading a Rumor, 1987.</remarks>
    public static GossipStrategy PushForever(PushForeverOptions? options = null)
    {
        options ??= new PushForeverOptions();
        options.ThrowIfInvalid();
        return new GossipStrategy(
            "push-forever", Gossip.StrategyText.Write(options.Pass), () => new Gossip.PushForeverStrategy(options));
    }

    /// <summary>
    /// Pushes each rumor once, then compares digests with random peers while it is young, so that what push missed is
    /// pulled.
    /// </summary>
    /// <param name="options">The parameters; null for the defaults.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentException">A parameter is out of its range.</exception>
    /// <remarks>Karp, Schindelhauer, Shenker and Vöcking, Randomized Rumor Spreading, 2000.</remarks>
    public static GossipStrategy PushPull(PushPullOptions? options = null)
    {
        options ??= new PushPullOptions();
        options.ThrowIfInvalid();
        return new GossipStrategy(
            "pushpull", Gossip.StrategyText.Write(options.Pass), () => new Gossip.PushPullStrategy(options));
    }

    /// <summary>
    /// Sends a hot rumor to a random peer in each round until the node loses interest, by feedback or blindly, with a
    /// counter or a coin.
    /// </summary>
    /// <param name="options">The parameters; null for the defaults.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentException">A parameter is out of its range.</exception>
    /// <remarks>Demers et al., Epidemic Algorithms for Replicated Database Maintenance, 1987.</remarks>
    public static GossipStrategy RumorMongering(RumorMongeringOptions? options = null)
    {
        options ??= new RumorMongeringOptions();
        options.ThrowIfInvalid();
        return new GossipStrategy(
            "rumor", Gossip.StrategyText.Write(options.Pass), () => new Gossip.RumorMongeringStrategy(options));
    }

    /// <summary>
    /// Compares digests with random peers in rounds, and pushes nothing: hardly a payload too many, and the slowest.
    /// </summary>
    /// <param name="options">The parameters; null for the defaults.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentException">A parameter is out of its range.</exception>
    /// <remarks>Demers et al., 1987.</remarks>
    public static GossipStrategy AntiEntropy(AntiEntropyOptions? options = null)
    {
        options ??= new AntiEntropyOptions();
        options.ThrowIfInvalid();
        return new GossipStrategy(
            "antientropy", Gossip.StrategyText.Write(options.Pass), () => new Gossip.AntiEntropyStrategy(options));
    }

    /// <summary>
    /// Gets the strategy that chooses for each rumor where it is published: by the size of the group and of the
    /// payload, the loss and latency that this node has measured, and whether rumors follow one another.
    /// </summary>
    /// <remarks>
    /// To all at once among few members; along a tree what is heavy or part of a stream; along rings, with repair by
    /// digests, what is light and comes alone, or where much is lost. The choice travels with the rumor, so that all
    /// members pass it on alike. <see cref="GossipPlan"/> says what is chosen and what it is expected to give. The
    /// group's fan-out is used as a wish for reliability, when it is one; otherwise 0.999999 is wished for.
    /// </remarks>
    public static GossipStrategy Auto { get; } = new("auto", "", static () => new Gossip.AutoStrategy(null));

    /// <summary>
    /// Gets a strategy of the library by its name, as it stands in group-wide options or on a command line.
    /// </summary>
    /// <param name="name">
    /// <c>broadcast</c>, <c>push</c>, <c>push-forever</c>, <c>ring</c>, <c>pushpull</c>, <c>rumor</c>,
    /// <c>plumtree</c>,
    /// <c>tree</c>, <c>antientropy</c> or <c>auto</c>.
    /// </param>
    /// <param name="fanout">
    /// The fan-out; null for the strategy's own. Broadcast and Plumtree have none and pass it over.
    /// </param>
    /// <returns>The strategy, or null when the library has none of that name.</returns>
    public static GossipStrategy? FromName(string name, Fanout? fanout = null) => name switch
    {
        "broadcast" => Broadcast,
        "push" => Push(fanout),
        "ring" => RingPush(fanout),
        "plumtree" => Plumtree(),
        "tree" => Tree(fanout is null ? null : new TreeOptions { Arity = fanout }),
        "push-forever" => PushForever(fanout is null ? null : new PushForeverOptions { Fanout = fanout }),
        "pushpull" => PushPull(new PushPullOptions { Fanout = fanout }),
        "rumor" => RumorMongering(fanout is null ? null : new RumorMongeringOptions { Fanout = fanout }),
        "antientropy" => AntiEntropy(fanout is null ? null : new AntiEntropyOptions { Fanout = fanout }),
        "auto" when fanout is null => Auto,
        "auto" => new GossipStrategy("auto", $"fanout={fanout}", () => new Gossip.AutoStrategy(fanout))
        {
            AutoFanout = fanout,
        },
        _ => null,
    };

    /// <summary>Gets a strategy of the library with its parameters, as <see cref="GossipStrategy"/> has them.</summary>
    /// <param name="name">Its name; see <see cref="FromName"/>.</param>
    /// <param name="parameters">Its <see cref="GossipStrategy.Parameters"/>; empty for the defaults.</param>
    /// <returns>The strategy, or null when there is none of that name, or a parameter is none of its own or out of its
    /// range.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static GossipStrategy? FromText(string name, string parameters)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(parameters);
        Gossip.StrategyText text = new(parameters);
        try
        {
            GossipStrategy? strategy = name switch
            {
                "plumtree" => Plumtree(new PlumtreeOptions().Pass(text)),
                "tree" => Tree(new TreeOptions().Pass(text)),
                "push-forever" => PushForever(new PushForeverOptions().Pass(text)),
                "pushpull" => PushPull(new PushPullOptions().Pass(text)),
                "rumor" => RumorMongering(new RumorMongeringOptions().Pass(text)),
                "antientropy" => AntiEntropy(new AntiEntropyOptions().Pass(text)),
                _ => FromName(name, text.Pass("fanout", (Fanout?)null, null)),
            };
            return text.IsEmpty ? strategy : null;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Brings a strategy of your own.</summary>
    /// <param name="name">Its name, for reports; see <see cref="Protocol.NameRules"/>.</param>
    /// <param name="create">Makes an instance; called once for each group on each node.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a name, or that of a strategy of the
    /// library.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="create"/> is null.</exception>
    public static GossipStrategy Custom(string name, Func<IGossipStrategy> create)
    {
        GossipStrategy custom = new(name, "", create);
        return FromName(name) is null
            ? custom
            : throw new ArgumentException($"'{name}' is a strategy of the library.", nameof(name));
    }
}
