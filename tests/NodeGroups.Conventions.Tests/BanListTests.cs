using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace NodeGroups.Conventions.Tests;

/// <summary>What the analyzer keeps out of the pure core, and that no entry of its list is void.</summary>
public sealed partial class BanListTests
{
    private static readonly string[] s_entries =
        [.. Repository.ReadLines("src/NodeGroups.Protocol/BannedSymbols.txt").Select(line => line.Split(';')[0])];

    private static readonly Type[] s_banned =
    [
        typeof(Task), typeof(Task<>), typeof(ValueTask), typeof(ValueTask<>), typeof(TaskCompletionSource),
        typeof(TaskCompletionSource<>), typeof(Thread), typeof(ThreadPool), typeof(Timer), typeof(PeriodicTimer),
        typeof(Monitor), typeof(Lock), typeof(Interlocked), typeof(Volatile), typeof(SemaphoreSlim),
        typeof(ThreadLocal<>), typeof(AsyncLocal<>), typeof(Parallel),
        typeof(Console), typeof(File), typeof(Directory), typeof(Stream), typeof(Socket), typeof(TcpClient),
        typeof(System.Net.IPAddress), typeof(System.Net.Dns), typeof(Environment), typeof(System.Diagnostics.Process),
        typeof(DateTime), typeof(DateTimeOffset), typeof(System.Diagnostics.Stopwatch), typeof(TimeProvider),
        typeof(Random), typeof(System.Security.Cryptography.RandomNumberGenerator), typeof(HashCode),
    ];

    private static readonly Type[] s_types =
        [.. s_banned
            .Append(typeof(System.Collections.Concurrent.ConcurrentDictionary<,>))
            .Append(typeof(System.Collections.Immutable.ImmutableDictionary<,>))
            .Append(typeof(System.Threading.Channels.Channel))
            .Append(typeof(System.Diagnostics.Trace))
            .Select(type => type.Assembly)
            .Distinct()
            .SelectMany(assembly => assembly.GetExportedTypes())];

    [TestCaseSource(nameof(s_banned))]
    public void Type_should_be_banned(Type type) =>
        Assert.That(s_entries, Has.Some.EqualTo($"T:{type.FullName}").Or.Some.EqualTo($"N:{type.Namespace}"));

    [TestCase("M:System.Guid.NewGuid")]
    [TestCase("M:System.Guid.CreateVersion7")]
    [TestCase("M:System.String.GetHashCode")]
    [TestCase("M:System.Object.GetHashCode")]
    public void Member_should_be_banned(string member) => Assert.That(s_entries, Does.Contain(member));

    [TestCaseSource(nameof(s_entries))]
    public void Entry_should_name_something_that_exists(string entry)
    {
        string name = entry[2..].Split('(')[0];
        string owner = name[..name.LastIndexOf('.')];
        string member = name[(owner.Length + 1)..];
        bool exists = entry[0] switch
        {
            'N' => s_types.Any(type => type.Namespace == name),
            'T' => s_types.Any(type => type.FullName == name),
            _ => s_types.Any(type => type.FullName == owner && type.GetMember(member).Length > 0),
        };

        Assert.That(exists, Is.True);
    }

    [Test]
    public void Core_should_not_use_words_that_no_list_can_ban()
    {
        IEnumerable<string> found =
            from path in Repository.Files(["src/NodeGroups.Protocol"], ".cs")
            from line in Repository.ReadLines(path)
            where Word().IsMatch(line.Split("//")[0])
            select $"{path}: {line.Trim()}";

        Assert.That(found, Is.Empty);
    }

    [Test]
    public void Core_should_take_back_a_ban_only_where_it_is_agreed()
    {
        string[] agreed = ["src/NodeGroups.Protocol/Identity/NodeAddress.cs"];
        IEnumerable<string> found = Repository.Files(["src/NodeGroups.Protocol"], ".cs")
            .Where(path => Repository.Read(path).Contains("RS0030", StringComparison.Ordinal));

        Assert.That(found, Is.EqualTo(agreed));
    }

    [GeneratedRegex(@"\block\s*\(|\bvolatile\s|\basync\s|\bawait\s", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
