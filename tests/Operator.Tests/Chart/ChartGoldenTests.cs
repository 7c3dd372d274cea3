using McpTenants.Testing;

namespace Operator.Tests.Chart;

public sealed class ChartGoldenTests
{
    /// <summary>After a change that is meant: <c>make chart-golden</c>, and look at the difference.</summary>
    [Theory(Timeout = 120_000)]
    [InlineData("default.yaml")]
    [InlineData("everything.yaml")]
    public async Task Render_OfToday_IsTheGoldenFile(string file)
    {
        var folder = Directory.CreateTempSubdirectory("mcpt-chart-").FullName;
        try
        {
            await Script.RunAsync(RepositoryFiles.At("dev", "chart-golden.sh"), [folder], TestContext.Current.CancellationToken);

            var rendered = await File.ReadAllTextAsync(Path.Combine(folder, file), TestContext.Current.CancellationToken);
            rendered.ShouldBe(await File.ReadAllTextAsync(RepositoryFiles.At("tests", "Operator.Tests", "Chart", "golden", file), TestContext.Current.CancellationToken), "run `make chart-golden`");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
