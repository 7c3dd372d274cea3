using System.Globalization;

namespace McpTenants.Bench.Processes;

/// <summary>Memory and processor time of a process as the kernel counts them.</summary>
/// <param name="ResidentMiB">Resident set size in MiB, shared pages included.</param>
/// <param name="ProcessorTime">User and system time of all its threads.</param>
internal sealed record ProcessFacts(double ResidentMiB, TimeSpan ProcessorTime)
{
    // USER_HZ, the unit of /proc/PID/stat, is 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>Reads /proc.</summary>
    public static ProcessFacts Read(int processId)
    {
        var folder = $"/proc/{processId.ToString(CultureInfo.InvariantCulture)}";
        return Parse(File.ReadAllText($"{folder}/status"), File.ReadAllText($"{folder}/stat"));
    }

    /// <summary>Understands the two files of /proc.</summary>
    public static ProcessFacts Parse(string status, string stat)
    {
        var resident = status.Split('\n').First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        var kib = double.Parse(resident.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

        // The second field is the program's name in parentheses and may hold blanks, so count from its end.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture);
        return new ProcessFacts(kib / 1024, TimeSpan.FromSeconds(ticks / TicksPerSecond));
    }
}
