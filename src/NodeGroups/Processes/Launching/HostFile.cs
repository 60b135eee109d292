using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace NodeGroups.Processes;

/// <summary>Decides which program a child is, and how to start it.</summary>
internal static class HostFile
{
    /// <summary>The name of the ready-made host, without extension.</summary>
    public const string ReadyMade = "nodegroups-node";

    private const string Runtime = "dotnet";
    private const string RuntimeRoot = "DOTNET_ROOT";

    public static ProcessStartInfo CreateStartInfo(NodeProcessOptions options)
    {
        (string file, string? assembly) = options.FileName is null ? FindDefault() : Resolve(options.FileName);
        ProcessStartInfo start = new(file)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        if (options.WorkingDirectory is { } folder)
        {
            start.WorkingDirectory = Directory.Exists(folder) ? folder : throw new SpawnFailedException(
                SpawnFailure.WorkingDirectoryNotFound, $"The working directory '{folder}' does not exist.");
        }

        if (assembly is not null)
        {
            start.ArgumentList.Add(assembly);
        }

        foreach (string argument in options.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.ArgumentList.Add(HostArguments.SpawnedSwitch);
        SetEnvironment(start.Environment, options);
        return start;
    }

    private static void SetEnvironment(IDictionary<string, string?> environment, NodeProcessOptions options)
    {
        // A program with its own start-up file looks for the runtime in fewer places than the one that runs here did.
        if (!environment.ContainsKey(RuntimeRoot) && FindRuntimeRoot() is { } root)
        {
            environment[RuntimeRoot] = root;
        }

        foreach ((string name, string? value) in options.Environment)
        {
            if (value is null)
            {
                environment.Remove(name);
            }
            else
            {
                environment[name] = value;
            }
        }
    }

    private static (string File, string? Assembly) FindDefault()
    {
        if (NodeHost.CanSpawnItself && Environment.ProcessPath is { } self)
        {
            return IsRuntime(self) ? (self, Path.GetFullPath(Environment.GetCommandLineArgs()[0])) : (self, null);
        }

        string beside = Path.Combine(AppContext.BaseDirectory, ReadyMade);
        foreach (string file in (string[])[beside, $"{beside}.exe", $"{beside}.dll"])
        {
            if (File.Exists(file))
            {
                return Resolve(file);
            }
        }

        throw new SpawnFailedException(
            SpawnFailure.FileNotFound,
            $"There is no program to start: set {nameof(NodeProcessOptions)}.{nameof(NodeProcessOptions.FileName)}, or "
            + $"let this program's Main begin with {nameof(NodeHost)}.{nameof(NodeHost.IsSpawned)}, or put the "
            + $"ready-made host beside it ('{beside}').");
    }

    private static (string File, string? Assembly) Resolve(string file)
    {
        bool isPath = file.AsSpan().ContainsAny(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        bool isAssembly = file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        if (!isPath && !isAssembly)
        {
            return (file, null);
        }

        string full = Path.GetFullPath(file);
        if (!File.Exists(full))
        {
            throw new SpawnFailedException(
                SpawnFailure.FileNotFound,
                Directory.Exists(full)
                    ? $"'{full}' is a folder; name the program in it."
                    : $"'{full}' does not exist.");
        }

        return isAssembly ? (FindRuntime(), full) : (full, null);
    }

    private static string FindRuntime()
    {
        if (Environment.ProcessPath is { } self && IsRuntime(self))
        {
            return self;
        }

        string name = OperatingSystem.IsWindows() ? $"{Runtime}.exe" : Runtime;
        string file = Path.Combine(FindRuntimeRoot() ?? string.Empty, name);
        return File.Exists(file) ? file : Runtime;
    }

    /// <summary>The folder of the runtime that runs here; null in a program that brings its own.</summary>
    private static string? FindRuntimeRoot()
    {
        string folder = Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory());
        string? family = Path.GetDirectoryName(folder);
        return Path.GetFileName(family) == "Microsoft.NETCore.App"
            ? Path.GetDirectoryName(Path.GetDirectoryName(family))
            : null;
    }

    private static bool IsRuntime(string file) =>
        Path.GetFileNameWithoutExtension(file).Equals(Runtime, StringComparison.OrdinalIgnoreCase);
}
