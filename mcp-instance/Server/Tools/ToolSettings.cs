using System.Text.Json;
using McpTenants.Instance.Dialogue;

namespace McpTenants.Instance.Tools;

/// <summary>What a tenant's configuration says about one tool.</summary>
internal sealed record ToolSettings
{
    public string? Description { get; init; }

    public IReadOnlyDictionary<string, JsonElement> Defaults { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    public required TimeSpan Timeout { get; init; }

    public required long MaxResponseBytes { get; init; }

    /// <summary>What callers of the older revisions have said about log messages.</summary>
    public LogThresholds Logging { get; init; } = new();

    /// <summary>Told about each finished call; the name is the tool's own and never what a caller made up.</summary>
    public Action<string, ToolOutcome, TimeSpan> Finished { get; init; } = static (_, _, _) => { };
}

internal enum ToolOutcome
{
    Ok,

    /// <summary>The tool worked and the answer is "no": not found, conflict, too large.</summary>
    Failed,

    /// <summary>Arguments were missing or wrong.</summary>
    Invalid,

    TimedOut,

    /// <summary>The caller is asked something first.</summary>
    InputRequired,

    Cancelled,

    /// <summary>An unexpected exception.</summary>
    Broken,
}
