namespace NodeGroups.Conventions.Tests;

/// <summary>The files of the tree under test, as git would see them: without build output.</summary>
internal static class Repository
{
    private static readonly string[] Skipped =
        ["artifacts", "bin", "obj", ".git", ".vs", ".idea", "BenchmarkDotNet.Artifacts"];

    /// <summary>The variable that makes the tests write what they found instead of comparing.</summary>
    public const string AcceptVariable = "NODEGROUPS_ACCEPT";

    public static string Root { get; } = FindRoot();

    public static bool Accepts => Environment.GetEnvironmentVariable(AcceptVariable) == "1";

    public static string Read(string path) => File.ReadAllText(Full(path)).ReplaceLineEndings("\n");

    public static string[] ReadLines(string path) => File.ReadAllLines(Full(path));

    public static string Full(string path) => Path.Combine(Root, path);

    /// <summary>The files with these extensions under the folders: paths from the root, in order.</summary>
    public static string[] Files(string[] folders, params string[] extensions) =>
        [.. folders.Where(folder => Directory.Exists(Full(folder)))
            .SelectMany(folder => Walk(Full(folder)))
            .Where(file => extensions.Contains(Path.GetExtension(file)))
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder).Concat(
            Directory.EnumerateDirectories(folder)
                .Where(inner => !Skipped.Contains(Path.GetFileName(inner)))
                .SelectMany(Walk));

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NodeGroups.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No NodeGroups.sln above {AppContext.BaseDirectory}.");
    }
}
