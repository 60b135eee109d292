namespace NodeGroups.Experiments;

/// <summary>What --help prints: an overview, or the help of one experiment.</summary>
internal static class HelpText
{
    public const string Overview = """
        Usage: NodeGroups.Experiments EXPERIMENT [options]

          spread     a rumor through up to millions of nodes held in packed arrays, by any strategy
          compare    every strategy over sizes, losses and crashes: the tables and plots of docs/gossip.md
          aims       each aim that needs no network, beside what is reached: a table of docs/gossip.md
          grid       auto over sizes, losses and crashes, against what is demanded of it
          cluster    rumors in the full simulator: real machines with membership, codec and network
          plan       what the strategy auto would do with a rumor, and what that gives and costs
          large      large payloads among real nodes over TCP
          idle       what many nodes in one process cost while they have nothing to do
          stopped    rumors among processes over TCP, one of which is stopped by SIGSTOP
          orphans    whether child processes outlive a parent that was killed

        NodeGroups.Experiments EXPERIMENT --help tells the options of one.
        Progress goes to standard error. Exit code: 0, 1 when an experiment found what must not be, or 2
        for arguments that cannot be used.
        """;

    private const string Spread = """
        Usage: NodeGroups.Experiments spread --strategy NAME [options]

        spread: spreads a rumor through a group held in packed arrays: without --latency in synchronous
        rounds, with it in time. plumtree, tree, antientropy and auto are always the shipped code in
        time; without --latency every message takes one round.

          --strategy push|ring|pushpull|pull|rumor|broadcast|plumtree|tree|antientropy|auto
                            push: f uniform targets; ring: successors on f pseudo-random rings;
                            pull and pushpull: every node calls each round; rumor: push that loses
                            interest; broadcast: the origin sends to all; the others: see docs/gossip.md
          --mode die|forever  of push only: once, or in every round until all are informed (default die)
          --fanout F        a count, log, log+2, or the reliability wished for, such as 0.999999, which
                            counts --loss and --crash (default: push once 0.999999, ring and tree 4,
                            pushpull in time log+2, others 1; auto: what it plans. With a count auto takes it
                            for its rings; a reliability is its wish)
          --kind feedback|blind  rumor: which contacts count (default feedback: those that knew it at
                            the start of the round, in a row)
          --stop counter|coin    rumor: stop after k of them, or each time with 1/k (default counter)
          --k K             rumor: k (default 3)
          --nodes N         all nodes, the dead included (default 1000)
          --trials T        how often the rumor is spread (default 100)
          --loss P          probability that a message is lost (default 0)
          --crash X         share of the nodes that is dead, unnoticed, from the start (default 0)
          --latency none|constant|uniform|exponential|lognormal
                            of each message; the mean is the unit of time. push, pull and broadcast
                            are then models without repair, the others the shipped code with it.
                            none: in time, but messages take none
          --repair yes|no   yes: the shipped code with the engine's repair by digests, in rounds too;
                            no: what the strategy does alone
          --payload BYTES   size of the rumor (default 1024); above 64 KiB nodes stripe it, which is not
                            modelled here but as one copy along a tree: see large
          --seed S          decides every draw (default 1)
          --threads N       trials at a time; does not change the figures (default 1)
          --json            one JSON object on standard output instead of a table
          --plot FILE       an SVG image of the coverage by round or time; checked before the run

        With the shipped code also:

          --unit MS         one mean latency in milliseconds (default 50); what it is decides how many
                            latencies the library's intervals are: repair runs every 100 ms
          --noticed T       after T latencies views lose the dead (default never)
          --upload MBIT     what a node can send, in Mb/s; messages wait for each other (default no limit)
          --rumors R --senders S --interval T --warmup W
                            a stream of R rumors, one each T latencies, by S nodes in turn; figures
                            are means over the rumors after the first W (default 1, 1, 1, 0)

        Figures are over live nodes. Redundancy is the payloads sent, lost ones and those to the dead
        too, for each node they informed, less one. Extinct means that fewer than 10 % of them were informed.
        Rounds to all are over the trials that informed everybody. Progress goes to standard error.

        eagerAllReachedShare and eagerCoverageMean are of the eager phase alone, the copies that nobody
        asks for, run once more without announcements, requests and digests; null for the models, which
        have nothing else, for antientropy, which sends nothing unasked, and for plumtree, whose tree
        does not stand without requests. predicted is computed for
        this phase: of push forever, pull and pushpull in rounds for their own rounds, of antientropy with
        --repair no for rounds of digests, of plumtree with --warmup for a tree that stands. It is null
        where nothing is computed of what is run: of rumor in time, and of antientropy and plumtree else.
        rounds is null where not everybody is expected to be reached.
        """;

    private const string Compare = """
        Usage: NodeGroups.Experiments compare [options]

        compare: runs every strategy over sizes, losses and crashes, and writes tables and plots.

          --out DIRECTORY   where the SVG images go (default docs/plots)
          --page FILE       the page whose generated part is replaced, between the two comments that
                            say so; no prints the tables instead (default docs/gossip.md)
          --largest N       the largest group (default 1000000)
          --quick           to 1,000 nodes, in a minute or two: prints the tables, plots only with --out
          --seed S          decides every draw (default 1)
          --json            one JSON object for each run instead of tables
        """;

    private const string Aims = """
        Usage: NodeGroups.Experiments aims [options]

        aims: runs, for each aim, the command that shows it, and tells what it came to and whether that is enough.
        Where an aim says all, the longest trial counts. Exit code 1 when an aim is missed; those of speed, which
        depend on the machine, are only told, in processor time.

          --page FILE       the page whose generated part is replaced, between the two comments that
                            say so; no prints the table instead (default docs/gossip.md)
          --quick           two trials each and a small grid; prints the table, and shows what the program does
                            rather than what is reached
          --largest N, --effort E  as for grid, for the aims of auto (default 100000, 1; quick 300, 0.1)
          --json            one JSON object for each aim instead of a table
        """;

    private const string Grid = """
        Usage: NodeGroups.Experiments grid [options]

        grid: runs auto in groups of 10, 30, 100... 100000 nodes at 0, 5, 10 and 25 % loss with 0, 10 and 30 %
        dead and unnoticed, exponential latencies with a mean of 1 ms: with repair, which has to reach everybody,
        and the eager phase alone against the probability computed for it. Exit code 1 when a trial missed
        somebody, or a prediction is off by more than 0.02, or that of bytes by 15 %.

          --largest N       the largest group, at least 10 (default 100000)
          --smallest N      the smallest group (default 10)
          --payload BYTES   0 to 65536 (default 1024: rings; above, a tree where less than 5 % is lost)
          --effort E        multiplies the trials: 1 is 300,000 nodes with repair in each cell, at least 3 and at most
                            300 trials, and at most 100 million nodes (20,000 trials) of the eager phase alone, which
                            ends when two standard errors tell whether it is off by more than 0.02 (default 1)
          --eager           the eager phase alone
          --threads N       how many trials run at a time (default 1)
          --seed S          decides every draw (default 1)
          --json            one JSON object for each cell instead of a table
        """;

    private const string Cluster = """
        Usage: NodeGroups.Experiments cluster [options]

        cluster: the full simulator: real machines with membership, codec and network.

          --nodes N         nodes (default 2000)
          --rumors R        rumors published after all know each other (default 10)
          --strategy NAME   any of the library's (default auto)
          --loss P --seed S --json  as for spread
        """;

    private const string Plan = """
        Usage: NodeGroups.Experiments plan [options]

        plan: computes what the strategy auto would do with a rumor, what that is expected to give and to
        cost, and what other ways of sending would need without repair. Nothing is simulated.

          --nodes N         all nodes, the dead included (default 1000)
          --payload B       bytes of one copy (default 1024)
          --reliability R   above 0 and below 1 (default 0.999999)
          --stream          rumors follow one another
          --latency-ms T    one way; for the time and the shape of trees (default: not known)
          --loss P, --crash X, --json  as for spread
        """;

    private const string Large = """
        Usage: NodeGroups.Experiments large [options]

        large: spreads large payloads among real nodes over TCP on loopback, all in this process, with
        small rumors beside them. Uploads are multiples of the payload.

          --nodes N         2 to 500 (default 50)
          --payload B       bytes, 65537 to 67108864 (default 16777216)
          --rumors R        how many, one after the other, each from another node (default 3)
          --window W        chunks asked of one peer and not had yet, 1 to 64 (default: the library's)
          --json            one JSON object for each on standard output instead of a table
        """;

    private const string Idle = """
        Usage: NodeGroups.Experiments idle [options]

        idle: starts nodes over TCP on loopback in this process, waits until all see all, lets them settle,
        and measures processor time, memory and allocations of the process while they only watch over
        each other.

          --nodes N         1 to 1000 (default 100)
          --settle S        seconds before the measurement (default 10)
          --seconds S       seconds measured (default 20)
          --json            one JSON object instead of a sentence
        """;

    private const string Stopped = """
        Usage: NodeGroups.Experiments stopped [options]

        stopped: starts child processes of this program, each a node over TCP on loopback, spreads rumors
        from and among them (first some that do not count, until all is compiled), stops one child by SIGSTOP,
        spreads as many again, lets the child go on, and so several times in turn. Tells when
        the last of the others had a rumor, before and while the child stood still.
        Exit code 1 when a rumor did not reach all the others.

          --nodes N         processes, this one included, 3 to 100 (default 10)
          --rumors R        rumors before, and as many while it is stopped, 10 to 10000 (default 200)
          --times T         how often in turn, 1 to 100 (default 3)
          --interval-ms T   from one rumor to the next, 1 to 1000 (default 20)
          --strategy NAME   any of the library's (default auto)
          --payload B       bytes, 16 to 65536 (default 64)
          --json            one JSON object instead of a table
        """;

    private const string Orphans = """
        Usage: NodeGroups.Experiments orphans [options]

        orphans: starts a parent with child processes, kills the parent with SIGKILL, and counts the
        children that are left.

          --times N         how often (default 100)
          --children N      children of each parent (default 3)
          --mid-launch      kill at a random moment while the children start, not when all are up; a
                            child started in the very moment of the kill is not counted
          --seed N          of the random moments (default 1)
        """;

    /// <summary>Gets the help of one experiment; the overview for what is none.</summary>
    public static string Of(string? experiment) => experiment switch
    {
        "spread" => Spread,
        "compare" => Compare,
        "aims" => Aims,
        "grid" => Grid,
        "cluster" => Cluster,
        "plan" => Plan,
        "large" => Large,
        "idle" => Idle,
        "stopped" => Stopped,
        "orphans" => Orphans,
        _ => Overview,
    };
}
