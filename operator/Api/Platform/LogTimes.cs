namespace McpTenants.Api;

/// <summary>The time of log lines, alike in operator, gateway and instance so that their lines sort into one sequence.</summary>
public static class LogTimes
{
    /// <summary>UTC with milliseconds by ISO 8601, such as <c>2026-11-01T12:00:00.000Z</c>.</summary>
    public const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
}
