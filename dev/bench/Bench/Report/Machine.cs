using System.Globalization;

namespace McpTenants.Bench.Report;

/// <summary>What the numbers depend on and the reader cannot see.</summary>
internal static class Machine
{
    /// <summary>Cores, memory, runtime and how busy the machine is, for example at the start and at the end of a run.</summary>
    public static string Describe(string moment)
    {
        var load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        return string.Create(CultureInfo.InvariantCulture,
            $"{moment}: {Environment.ProcessorCount} cores, load {load}, {memory:F0} GiB, .NET {Environment.Version}, Linux {Environment.OSVersion.Version}");
    }
}
