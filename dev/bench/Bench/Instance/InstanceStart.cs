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
        var ours = new List<double>();
        var baseline = new List<double>();
        for (var i = -1; i < Runs; i++)
        {
            var endpoint = FreePort.Next();
            await using (var empty = EmptyApp.Start(context, endpoint))
            {
                var time = await empty.FirstAnswerAsync(endpoint, EmptyApp.Call, cancellationToken);
                // The first pair only brings the files into memory.
                if (i >= 0)
                    baseline.Add(time.TotalMilliseconds);
            }

            endpoint = FreePort.Next();
            await using var instance = InstanceProcess.Start(context, endpoint);
            var first = await instance.FirstAnswerAsync(endpoint, InstanceProcess.ToolsList("bench.mcp.test"), cancellationToken);
            if (i >= 0)
                ours.Add(first.TotalMilliseconds);
        }

        context.Report.Add(Measurement.Of("instance.start_ms", "ms", ours, baseline));
    }
}
