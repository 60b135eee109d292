namespace NodeGroups.Tests.Processes;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nodegroups");

    public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public string Write(string name, string text, bool executable)
    {
        File.WriteAllText(Path(name), text);
        if (executable && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path(name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return Path(name);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
