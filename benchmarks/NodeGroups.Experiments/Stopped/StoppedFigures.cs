namespace NodeGroups.Experiments;

/// <summary>What the experiment <c>stopped</c> came to; times until the last of the others had a rumor.</summary>
/// <param name="Strategy">The strategy.</param>
/// <param name="Nodes">The processes, the stopped one included.</param>
/// <param name="Rumors">The rumors while all ran, of all times together; as many while one was stopped.</param>
/// <param name="BeforeP50Ms">The median while all ran.</param>
/// <param name="BeforeMaxMs">The longest while all ran.</param>
/// <param name="StoppedP50Ms">The median while one was stopped.</param>
/// <param name="StoppedMaxMs">The longest while one was stopped.</param>
/// <param name="StoppedReached">The rumors that reached all the others while one was stopped.</param>
/// <param name="NoticedAfter">With how many rumors published the parent's view had lost the stopped one; null when it
/// never did.</param>
internal sealed record StoppedFigures(
    string Strategy,
    int Nodes,
    int Rumors,
    double BeforeP50Ms,
    double BeforeMaxMs,
    double StoppedP50Ms,
    double StoppedMaxMs,
    int StoppedReached,
    int? NoticedAfter);
