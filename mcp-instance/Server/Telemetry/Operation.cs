using System.Diagnostics;

namespace McpTenants.Instance.Telemetry;

/// <summary>One MCP request under way.</summary>
/// <param name="Method">A known method, or <c>other</c>.</param>
/// <param name="Tool">A tool that the tenant has; null for other methods, and for names that a caller made up.</param>
/// <param name="Version">Protocol version; null when the request names none.</param>
/// <param name="Span">Its span; null when nobody collects spans.</param>
internal sealed record Operation(string Method, string? Tool, string? Version, Activity? Span);
