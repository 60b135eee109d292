namespace NodeGroups.Experiments;

/// <summary>What --help prints.</summary>
internal static class HelpText
{
    public const string All = """
        Usage: NodeGroups.Experiments spread --strategy NAME [options]
               NodeGroups.Experiments plan [options]

        spread: spreads one rumor, in synchronous rounds, through a group held in packed arrays.

          --strategy push|ring|pushpull|pull|rumor|broadcast
                            push: f uniform targets; ring: successors on f pseudo-random rings;
                            pull and pushpull: every node calls each round; rumor: push that loses
                            interest; broadcast: the origin sends to all
          --mode die|forever  push: once, or in every round until all are informed (default die)
          --fanout F        a count, log, log+2, or the reliability wished for, such as 0.999999
                            (default: push 0.999999, ring 4, others 1)
          --kind feedback|blind  rumor: which contacts count (default feedback)
          --stop counter|coin    rumor: stop after k of them, or each time with 1/k (default counter)
          --k K             rumor: k (default 2)
          --nodes N         all nodes, the dead included (default 1000)
          --trials T        how often the rumor is spread (default 100)
          --loss P          probability that a message is lost (default 0)
          --crash X         share of the nodes that is dead, unnoticed, from the start (default 0)
          --seed S          decides every draw (default 1)
          --threads N       trials at a time; does not change the figures (default 1)
          --json            one JSON object on standard output instead of a table

        plan: computes what each way of sending needs to reach everybody with a wished probability,
        without repair, and what that costs. Nothing is simulated.

          --nodes N         all nodes, the dead included (default 1000)
          --payload B       bytes of one copy (default 1024)
          --reliability R   above 0 and below 1 (default 0.999999)
          --loss P, --crash X, --json  as above; one JSON object for each way

        Figures are over live nodes. Extinct means that fewer than 10 % of them were informed.
        Rounds to all are over the trials that informed everybody. Progress goes to standard error.
        Exit code: 0, or 2 for arguments that cannot be used.
        """;
}
