using System.Text.Json;

namespace McpTenants.Audit;

/// <summary>What happened, as the code that did it knows it. Subject and arguments are never written: only keyed digests of them are.</summary>
public sealed record AuditEntry
{
    /// <summary>Kind of event; see <see cref="AuditEvents"/>.</summary>
    public required string Event { get; init; }

    /// <summary>Tool, prompt or protocol method; for a credential use the tool that needed it. Never text that a caller made up.</summary>
    public required string Tool { get; init; }

    /// <summary>One word: Ok, Failed, Invalid, TimedOut, Cancelled, Broken, Refused.</summary>
    public required string Outcome { get; init; }

    /// <summary>Who called, as proved by the credential; null or empty: nobody known. Written as HMAC with the tenant's key.</summary>
    public string? Subject { get; init; }

    /// <summary>Arguments of the call; null: none. Written as HMAC of their canonical JSON with the tenant's key.</summary>
    public IEnumerable<KeyValuePair<string, JsonElement>>? Arguments { get; init; }

    /// <summary>Whether something may have been changed. Default true: what is not known to be a read is treated as a change.</summary>
    public bool IsChange { get; init; } = true;

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Trace or request identifier, at most 64 characters; null: none.</summary>
    public string? Correlation { get; init; }

    /// <summary>Name of the credential that was used, never its value; null: none.</summary>
    public string? Credential { get; init; }

    /// <summary>Upstream or target of a credential use, such as a host name; null: none.</summary>
    public string? Target { get; init; }
}
