namespace NodeGroups.Processes;

/// <summary>One life of a process: numbers are used again, but not together with the start time.</summary>
/// <param name="Id">The operating system's id.</param>
/// <param name="StartTicks">When it started, in ticks of the system since it was booted.</param>
internal readonly record struct ProcessMark(int Id, ulong StartTicks);
