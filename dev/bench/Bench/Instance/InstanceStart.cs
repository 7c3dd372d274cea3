using McpTenants.Bench.Processes;
using McpTenants.Bench.Report;

namespace McpTenants.Bench.Instance;

/// <summary>Process start to the end of the first answered MCP call; the baseline is an empty ASP.NET Core app.</summary>
internal static class InstanceStart
{
    private const int Runs = 15;

    /// <summary>Measures ours and the baseline in turns, so that a busy moment of the machine hits both.</summary>
    public static async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var (ours, baseline) = (new List<double>(), new List<double>());
        var (ourWork, baselineWork) = (new List<double>(), new List<double>());
        for (var i = -1; i < Runs; i++)
        {
            var endpoint = FreePort.Next();
            await using (var empty = EmptyApp.StartComposite(context, endpoint))
            {
                var time = await empty.FirstAnswerAsync(endpoint, EmptyApp.Call, cancellationToken);
                // The first pair only brings the files into memory.
                if (i >= 0)
                {
                    baseline.Add(time.TotalMilliseconds);
                    baselineWork.Add(empty.Facts.ProcessorTime.TotalMilliseconds);
                }
            }

            endpoint = FreePort.Next();
            await using var instance = InstanceProcess.Start(context, endpoint);
            var first = await instance.FirstAnswerAsync(endpoint, InstanceProcess.ToolsList(), cancellationToken);
            if (i < 0)
                continue;
            ours.Add(first.TotalMilliseconds);
            ourWork.Add(instance.Facts.ProcessorTime.TotalMilliseconds);
        }

        context.Report.Add(Measurement.Of("instance.start_ms", "ms", ours, baseline));
        // What a start costs whatever else runs: on a busy machine the number to compare.
        context.Report.Add(Measurement.Of("instance.start_cpu_ms", "ms", ourWork, baselineWork));
    }
}
