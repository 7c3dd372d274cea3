using McpTenants.Bench.Processes;

namespace McpTenants.Bench.Load;

/// <summary>A saturated server and the processor time that it spent.</summary>
/// <param name="Result">What the generator saw.</param>
/// <param name="Work">User and system time of the server alone.</param>
internal sealed record ServerLoad(LoadResult Result, TimeSpan Work)
{
    /// <summary>Calls per second of the server's own processor time, so the generator and the neighbours on the same cores do not count.</summary>
    public double PerCore => Result.Succeeded / Work.TotalSeconds;

    /// <summary>Saturates the server; a failed call ends the measurement.</summary>
    public static async Task<ServerLoad> MeasureAsync(ServerProcess server, LoadGenerator load, TimeSpan duration, CancellationToken cancellationToken)
    {
        var before = server.Facts.ProcessorTime;
        var result = (await load.SaturateAsync(duration, cancellationToken)).OrThrow();
        return new ServerLoad(result, server.Facts.ProcessorTime - before);
    }
}
