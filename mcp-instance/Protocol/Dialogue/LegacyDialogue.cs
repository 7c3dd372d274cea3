using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace McpTenants.Instance.Protocol;

/// <summary>
/// How a host without sessions can still ask clients of revisions up to 2025-11-25 something: what they declared at <c>initialize</c> travels in the session
/// identifier itself, and answers find their question by its identifier.
/// </summary>
public sealed record LegacyDialogue
{
    /// <summary>Session identifier for a client with these capabilities; null: it gets none.</summary>
    public required Func<HttpContext, JsonObject, string?> Introduce { get; init; }

    /// <summary>The capabilities in a session identifier; null when it was not issued here, or to another caller.</summary>
    public required Func<HttpContext, string, JsonObject?> Recognize { get; init; }

    /// <summary>Who sends a request; answers count only from the one who was asked.</summary>
    public required Func<HttpContext, string> Principal { get; init; }

    /// <summary>The questions of this process.</summary>
    public required PendingQuestions Questions { get; init; }
}
