using McpTenants.Bench.Report;

namespace McpTenants.Bench;

/// <summary>What every benchmark needs.</summary>
internal sealed class BenchContext
{
    /// <summary>The checkout.</summary>
    public required string Root { get; init; }

    /// <summary>Folder with one published program per sub-folder.</summary>
    public required string Programs { get; init; }

    /// <summary>Folder for logs and data of this run.</summary>
    public required string Work { get; init; }

    /// <summary>Also the sizes that take many minutes.</summary>
    public required bool Large { get; init; }

    /// <summary>The full cluster was there before us, so it is not ours to stop.</summary>
    public required bool ClusterRuns { get; init; }

    /// <summary>Where results go.</summary>
    public BenchReport Report { get; } = new();

    /// <summary>Tells the person at the terminal what is going on; standard output is kept for the table.</summary>
    public Action<string> Say { get; init; } = static text => Console.Error.WriteLine(text);

    /// <summary>Path of a published program.</summary>
    public string Program(string folder, string name) => Path.Combine(Programs, folder, name);

    /// <summary>A fresh folder below <see cref="Work"/>.</summary>
    public string NewFolder(string prefix) => Directory.CreateDirectory(Path.Combine(Work, $"{prefix}-{Guid.NewGuid():N}")).FullName;

    /// <summary>A log file below <see cref="Work"/>.</summary>
    public string LogFile(string name) => Path.Combine(Work, name + ".log");
}
