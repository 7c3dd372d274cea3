using System.Text.Json;
using McpTenants.Bench.Report;

namespace Bench.Tests;

public sealed class ReportTests
{
    [Fact]
    public void Of_Times_TakesTheSlowTailAndTheBaselineOfTheSameRun()
    {
        var measurement = Measurement.Of("instance.start_ms", "ms", [300, 100, 200], [50, 150]);

        measurement.Median.ShouldBe(200);
        measurement.P99!.Value.ShouldBe(298, 1e-9);
        measurement.Baseline.ShouldBe(100);
        measurement.Ratio.ShouldBe(2);
        measurement.Runs.ShouldBe(3);
    }

    [Fact]
    public void OfRate_TakesTheSlowTailToo() => Measurement.OfRate("instance.calls_per_s", "1/s", [1000, 2000]).P99!.Value.ShouldBe(1010, 1e-9);

    [Fact]
    public void Ratio_WithoutOrWithZeroBaseline_IsNull()
    {
        Measurement.Of("a", "b", [1]).Ratio.ShouldBeNull();
        Measurement.Of("a", "b", [1], [0]).Ratio.ShouldBeNull();
        Measurement.Of("a", "b", [1]).P99.ShouldBeNull();
    }

    [Fact]
    public void Serialize_WritesAnArrayWithEveryPropertyAlways()
    {
        var json = BenchFile.Serialize([Measurement.Of("operator.idle_writes_per_min", "1/min", [0])]);

        using var document = JsonDocument.Parse(json);
        var row = document.RootElement.EnumerateArray().ShouldHaveSingleItem();
        row.EnumerateObject().Select(p => p.Name).ShouldBe(["name", "unit", "median", "p99", "baseline", "ratio", "runs"]);
        row.GetProperty("p99").ValueKind.ShouldBe(JsonValueKind.Null);
        row.GetProperty("median").GetDouble().ShouldBe(0);
    }

    [Fact]
    public void Render_AlignsColumnsAndSaysWhatIsAbsent()
    {
        var report = new BenchReport();
        report.Add(Measurement.Of("instance.start_ms", "ms", [450, 460], [310]));
        report.Add(Measurement.OfRate("gateway.rps_per_core", "1/s", [15321]));
        report.AddAbsent("gateway.parked_stream_kib", "the gateway does not park streams yet");
        report.Note("2 cores");

        Table.Render(report).ShouldBe("""
            name                  unit  median    p99  baseline   ratio  runs
            --------------------  ----  ------  -----  --------  ------  ----
            instance.start_ms     ms       455  459.9       310  1.468x     2
            gateway.rps_per_core  1/s    15321      -         -       -     1
            not measured: gateway.parked_stream_kib: the gateway does not park streams yet
            note: 2 cores

            """);
        report.HasFailures.ShouldBeFalse();
    }

    [Theory]
    [InlineData(0.00004712, "0.00004712")]
    [InlineData(0.04711111, "0.04711")]
    [InlineData(12.3456, "12.35")]
    [InlineData(999.96, "1000")]
    [InlineData(123456.7, "123457")]
    [InlineData(0d, "0")]
    [InlineData(-1.5, "-1.5")]
    public void Number_HasFourSignificantDigits(double value, string expected) => Table.Number(value).ShouldBe(expected);
}
