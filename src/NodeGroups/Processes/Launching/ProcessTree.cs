using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace NodeGroups.Processes;

/// <summary>
/// Finds what a process has started, and ends it later if it is still the same. Known on Linux; elsewhere nothing is
/// found, and what a child leaves behind is ended only together with a child that is ended by force.
/// </summary>
internal static class ProcessTree
{
    private const int Limit = 4096;
    private const int FieldsBetweenStateAndStart = 19;

    /// <summary>Gets the descendants of a process, the nearest first.</summary>
    public static IReadOnlyList<ProcessMark> Descendants(int id)
    {
        List<ProcessMark> found = [];
        if (!OperatingSystem.IsLinux())
        {
            return found;
        }

        Queue<int> open = new([id]);
        while (found.Count < Limit && open.TryDequeue(out int parent))
        {
            foreach (int child in Children(parent))
            {
                if (Find(child) is { } mark)
                {
                    found.Add(mark);
                    open.Enqueue(child);
                }
            }
        }

        return found;
    }

    /// <summary>Gets the present life of a process; null when there is none.</summary>
    public static ProcessMark? Find(int id)
    {
        // "pid (name) state ppid ...": the name may hold anything, so the fields are counted behind its last bracket.
        string? text = Read($"/proc/{id}/stat");
        string[] fields = Split(text?[(text.LastIndexOf(')') + 1)..]);
        return fields.Length > FieldsBetweenStateAndStart && fields[0] is not ("Z" or "X")
            && ulong.TryParse(fields[FieldsBetweenStateAndStart], CultureInfo.InvariantCulture, out ulong ticks)
                ? new ProcessMark(id, ticks)
                : null;
    }

    /// <summary>Ends a process if it is still the one that was marked.</summary>
    /// <returns>True when it was.</returns>
    public static bool Kill(ProcessMark mark)
    {
        if (Find(mark.Id) != mark)
        {
            return false;
        }

        try
        {
            using Process process = Process.GetProcessById(mark.Id);
            process.Kill();
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }

    private static IEnumerable<int> Children(int id)
    {
        string tasks = $"/proc/{id}/task";
        string[] threads = [];
        try
        {
            threads = Directory.GetDirectories(tasks);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended.
        }

        foreach (string thread in threads)
        {
            foreach (string child in Split(Read($"{thread}/children")))
            {
                yield return int.Parse(child, CultureInfo.InvariantCulture);
            }
        }
    }

    private static string[] Split(string? text) => text?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
