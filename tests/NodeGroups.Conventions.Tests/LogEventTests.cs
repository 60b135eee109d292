using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace NodeGroups.Conventions.Tests;

/// <summary>Log events are found by their ids: each id once, each area in its own hundred.</summary>
public sealed partial class LogEventTests
{
    private const int First = 1000;
    private const int Last = 1599;

    private const BindingFlags Declared = BindingFlags.Static | BindingFlags.Instance
        | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [Test]
    public void Log_events_should_have_unique_ids_in_the_ranges()
    {
        LoggerMessageAttribute[] events = [.. Packages.Core.GetTypes()
            .SelectMany(type => type.GetMethods(Declared))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(events.Select(one => one.EventId), Is.Unique);
            Assert.That(events.Select(one => one.EventId), Is.All.InRange(First, Last));
        }
    }

    [Test]
    public void Log_events_of_one_file_should_stay_in_one_range()
    {
        foreach (string path in Repository.Files(["src/NodeGroups"], ".cs"))
        {
            int[] hundreds = [.. LoggerMessage().Matches(Repository.Read(path))
                .Select(match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) / 100)
                .Distinct()];

            Assert.That(hundreds, Has.Length.LessThan(2), path);
        }
    }

    [GeneratedRegex(@"\[LoggerMessage\(\s*(?:EventId\s*=\s*)?(\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex LoggerMessage();
}
