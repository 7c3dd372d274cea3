namespace McpTenants.Bench;

/// <summary>One experiment and the measurements it gives.</summary>
/// <param name="Suite">What <c>make bench ONLY=</c> selects it by.</param>
/// <param name="Names">The measurements; if it cannot run, each is listed as not measured.</param>
/// <param name="RunAsync">Measures and adds to the report.</param>
internal sealed record Benchmark(string Suite, IReadOnlyList<string> Names, Func<BenchContext, CancellationToken, Task> RunAsync)
{
    /// <summary>Runs it; what goes wrong here ends this experiment and not the others.</summary>
    public async Task RunOrReportAsync(BenchContext context, CancellationToken cancellationToken)
    {
        context.Say($"{Suite}: {string.Join(", ", Names)}");
        try
        {
            await RunAsync(context, cancellationToken);
        }
        catch (NotMeasurableException e)
        {
            foreach (var name in Unreported(context))
                context.Report.AddAbsent(name, e.Message);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The whole story goes to the terminal now; the footer of the table has room for a line.
            context.Say(e.ToString());
            foreach (var name in Unreported(context))
                context.Report.AddFailure(name, e.Message.Split('\n')[0]);
        }
    }

    private IEnumerable<string> Unreported(BenchContext context) =>
        Names.Except(context.Report.Measurements.Select(m => m.Name)).Except(context.Report.Absent.Select(a => a.Name)).ToArray();
}
