using System.Text.Json;
using NodeGroups.Experiments;

namespace SimulationTests.Experiments;

/// <summary>The line of JSON of each strategy says what was run.</summary>
public sealed class SpreadJsonTests
{
    private static readonly string[] s_common =
    [
        "strategy", "mode", "fanout", "nodes", "live", "trials", "loss", "crash", "latency", "seed", "coverageMean",
        "coverageSd", "coverageMin", "allReachedShare", "extinctShare", "coverageGivenTakeoff", "informedMean",
        "roundsToAllMean", "roundsToAllSd", "roundsToAllP50", "roundsToAllP99", "timeToAllMean",
        "payloadSendsPerLiveNode", "controlSendsPerLiveNode", "bytesPerLiveNode", "maxPayloadSendsByOneNode",
        "redundancy", "lastHopMean", "elapsedMs", "nodeEventsPerSecond", "predicted",
    ];

    [TestCase("push", null, 18, "die")]
    [TestCase("push --mode forever", null, 1, "forever")]
    [TestCase("push --mode forever --latency constant --repair yes", null, 1, "forever+repair")]
    [TestCase("push --latency constant --repair no", null, 18, "die")]
    [TestCase("push --fanout 3 --repair yes", null, 3, "die+repair")]
    [TestCase("ring", null, 4, null)]
    [TestCase("ring --fanout 0.999999", null, 6, null)]
    [TestCase("ring --fanout 0.999999 --latency constant", null, 6, "repair")]
    [TestCase("ring --fanout 0.999999 --latency constant --loss 0.2 --crash 0.1", null, 16, "repair")]
    [TestCase("pull", null, 1, null)]
    [TestCase("pushpull", null, 1, null)]
    [TestCase("pushpull --latency exponential", null, 7, "repair")]
    [TestCase("rumor", null, 1, "feedback-counter-3")]
    [TestCase("rumor --latency uniform --kind blind --stop coin --k 4", null, 1, "blind-coin-4+repair")]
    [TestCase("broadcast", null, null, null)]
    [TestCase("plumtree", null, null, "repair")]
    [TestCase("tree", null, 4, "repair")]
    [TestCase("tree --fanout 2", null, 2, "repair")]
    [TestCase("antientropy", null, 1, "repair")]
    [TestCase("auto --payload 100", "ring", 3, "repair")]
    [TestCase("auto --payload 100 --fanout 0.999999", "ring", 3, "repair")]
    [TestCase("auto --payload 100 --fanout 5", "ring", 5, "repair")]
    [TestCase("auto --payload 5000", "tree", null, "repair")]
    public void Line_should_say_what_was_run(string arguments, string? chosen, int? fanout, string? mode)
    {
        JsonElement line = Run($"{arguments} --nodes 120 --trials 3", out string text);
        foreach (string name in s_common)
        {
            Assert.That(line.TryGetProperty(name, out _), Is.True, name);
        }

        Assert.That(text, Does.Not.Contain("\\u"));
        Assert.That(line.GetProperty("strategy").GetString(), Is.EqualTo(arguments.Split(' ')[0]));
        Assert.That(line.GetProperty("mode").GetString(), Is.EqualTo(mode));
        Assert.That(line.GetProperty("chosen").GetString(), Is.EqualTo(chosen));
        if (chosen != "tree")
        {
            JsonElement used = line.GetProperty("fanout");
            Assert.That(used.ValueKind == JsonValueKind.Null ? null : (int?)used.GetInt32(), Is.EqualTo(fanout));
        }
    }

    [TestCase("push", true)]
    [TestCase("rumor", true)]
    [TestCase("rumor --latency uniform", false)]
    [TestCase("plumtree", false)]
    [TestCase("plumtree --rumors 4 --warmup 3 --interval 20", true)]
    [TestCase("antientropy", false)]
    [TestCase("antientropy --repair no", true)]
    [TestCase("tree", true)]
    [TestCase("auto", true)]
    public void Prediction_should_be_told_only_of_what_is_run(string arguments, bool isComputed)
    {
        JsonElement line = Run($"{arguments} --nodes 40 --trials 2", out _);
        Assert.That(
            line.GetProperty("predicted").ValueKind,
            Is.EqualTo(isComputed ? JsonValueKind.Object : JsonValueKind.Null));
    }

    [Test]
    public void Prediction_should_leave_out_rounds_when_not_everybody_is_expected_to_be_reached()
    {
        JsonElement predicted = Run("tree --nodes 1000 --loss 0.2 --trials 2", out _).GetProperty("predicted");
        Assert.That(predicted.GetProperty("reliability").GetDouble(), Is.LessThan(0.01));
        Assert.That(predicted.GetProperty("rounds").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [TestCase("push --fanout 0.999999", 2)]
    [TestCase("push --mode forever --fanout 0.9", 1_000)]
    [TestCase("ring --fanout 0.999999", 0.5)]
    public void Sends_should_be_those_of_the_fan_out_said_with_the_loss_there_is(string arguments, double above)
    {
        JsonElement line = Run(
            $"{arguments} --nodes 200 --trials 5 --loss 0.3 --latency constant --repair no", out _);
        double fanout = line.GetProperty("fanout").GetInt32();
        double sends = line.GetProperty("payloadSendsPerLiveNode").GetDouble();
        Assert.That(sends, Is.InRange(0.9 * fanout, fanout + above), "repeated in rounds only by push forever");
    }

    [TestCase("spread --strategy=rumor --k 0", "--k must be at least 1, not 0")]
    [TestCase("spread --strategy tree --noticed -1", "--noticed must not be negative, as -1 is")]
    [TestCase("spread --strategy push --payload=-1", "--payload must be 0 to")]
    [TestCase("spread --strategy tree --rumors 0", "--rumors must be 1 to 1000000, not 0.\n")]
    [TestCase("cluster --strategy nope", "it is one of broadcast")]
    [TestCase("grid --largest 5", "--largest is a whole number from 10")]
    [TestCase("aims --quick --page no", "--page is for the whole run")]
    public void What_is_wrong_should_be_said_by_the_option_that_was_typed(string arguments, string problem)
    {
        using StringWriter output = new();
        using StringWriter error = new() { NewLine = "\n" };
        int code = ExperimentProgram.Run(arguments.Split(' '), output, error);
        Assert.That(code, Is.EqualTo(2));
        Assert.That(error.ToString(), Does.Contain(problem));
        Assert.That(output.ToString(), Is.Empty);
    }

    private static JsonElement Run(string arguments, out string text)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = ExperimentProgram.Run(
            ["spread", "--json", "--strategy", .. arguments.Split(' ')], output, error);
        Assert.That(code, Is.Zero, error.ToString());
        text = output.ToString();
        return JsonDocument.Parse(text).RootElement.Clone();
    }
}
