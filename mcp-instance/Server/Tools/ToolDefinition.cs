using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Tools;

/// <summary>
/// A tool of the product. Schemas are written out and results written by hand instead of derived by reflection: that costs start time on every wake of a
/// sleeping tenant, and a schema that clients cache should only change when somebody changes it.
/// </summary>
/// <param name="Name">Stable name, <c>noun_verb</c>.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Description">What a model needs to know to choose it.</param>
/// <param name="InputSchema">JSON schema of the arguments.</param>
/// <param name="Kind">What it may change.</param>
/// <param name="InvokeAsync">Runs it; the result becomes structured content and text.</param>
internal sealed record ToolDefinition(
    string Name, string Title, string Description, string InputSchema, ToolKind Kind, Func<ToolArguments, CancellationToken, Task<ToolOutput>> InvokeAsync)
{
    /// <summary>Whether a second identical call changes nothing more. Default: what the kind implies.</summary>
    public bool IsIdempotent { get; init; } = Kind is ToolKind.Read or ToolKind.Destroy;

    /// <summary>Whether it reaches something outside this server. Default false.</summary>
    public bool IsOpenWorld { get; init; }
}

internal enum ToolKind
{
    /// <summary>Changes nothing.</summary>
    Read,

    /// <summary>Adds, and keeps what was there.</summary>
    Add,

    /// <summary>Removes or overwrites for good; off unless the tenant allows it.</summary>
    Destroy,
}

/// <summary>Result of a tool: JSON that a writer produces, a failure that the caller's model can act on, or content made elsewhere.</summary>
internal sealed record ToolOutput(Action<Utf8JsonWriter>? Write, string? Failure, CallToolResult? Content = null)
{
    public static ToolOutput Json(Action<Utf8JsonWriter> write) => new(write, null);

    public static ToolOutput Failed(string message) => new(null, message);

    public static ToolOutput Text(string text) => Made(new CallToolResult { Content = [new TextContentBlock { Text = text }] });

    public static ToolOutput Made(CallToolResult content) => new(null, null, content);
}
