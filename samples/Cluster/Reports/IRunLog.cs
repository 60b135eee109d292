namespace Cluster.Reports;

/// <summary>Shows how far a run is.</summary>
internal interface IRunLog
{
    /// <summary>Begins a step; disposing the result ends it.</summary>
    IDisposable Begin(string step);

    /// <summary>Says how much of the step is done.</summary>
    void Progress(int done, int of);

    /// <summary>Says something about the step that one would want to know while it lasts.</summary>
    void Note(string text);

    /// <summary>Says what the step came to.</summary>
    void Done(string result);
}
