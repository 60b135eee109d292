using System.Diagnostics;

namespace TestChild;

/// <summary>Children that are no nodes.</summary>
internal static class Misbehaviour
{
    public static int Exit()
    {
        Console.Error.WriteLine("first words");
        Console.Error.WriteLine(new string('x', 20_000));
        Console.Error.WriteLine("last words");
        return 3;
    }

    /// <summary>Starts a grandchild and is never ready.</summary>
    public static async Task<int> StaySilentAsync()
    {
        StartGrandchild();
        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    /// <summary>Says that somebody else's node is its own.</summary>
    public static async Task<int> PretendAsync()
    {
        string start = (await Console.In.ReadLineAsync())!;
        string parent = start.Split("\"parent\":\"")[1].Split('"')[0];
        string address = start.Split("\"seeds\":[\"")[1].Split('"')[0];
        Console.WriteLine($"\u0001nodegroups {{\"id\":\"{parent}\",\"address\":\"{address}\"}}");
        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    /// <summary>Starts a process that is no node and says its number.</summary>
    public static void StartGrandchild()
    {
        ProcessStartInfo start = new("sleep") { UseShellExecute = false };
        start.ArgumentList.Add("3600");
        using Process grandchild = Process.Start(start)!;
        Console.WriteLine($"grandchild {grandchild.Id}");
    }
}
