using System.Text.Json.Serialization;
using KubeOps.Abstractions.Entities.Attributes;

namespace McpTenants.Api;

/// <summary>Evidence of the last probe from inside the tenant's namespace.</summary>
public sealed record NetworkIsolationStatus
{
    /// <summary>When the last probe began.</summary>
    [JsonPropertyName("probedAt")]
    public DateTimeOffset? ProbedAt { get; set; }

    /// <summary>When the last probe began that saw everything as it must be.</summary>
    [JsonPropertyName("verifiedAt")]
    public DateTimeOffset? VerifiedAt { get; set; }

    /// <summary>What is known. A probe that proved nothing does not take NotEnforced back.</summary>
    [JsonPropertyName("outcome")]
    public ProbeOutcome? Outcome { get; set; }

    /// <summary>The same for people.</summary>
    [JsonPropertyName("message")]
    public string? Message { get; set; }

    /// <summary>Probes in a row that proved nothing.</summary>
    [JsonPropertyName("inconclusive")]
    public int? Inconclusive { get; set; }

    /// <summary>Value of the annotation mcptenants.dev/probe-requested-at that the last probe answered.</summary>
    [JsonPropertyName("request")]
    public string? Request { get; set; }

    /// <summary>Digest of the network policies that were in force.</summary>
    [JsonPropertyName("policies")]
    public string? Policies { get; set; }

    /// <summary>What was tried.</summary>
    [JsonPropertyName("probes")]
    [Items(0, 32)]
    [ListMap("name")]
    public IReadOnlyList<ProbeStatus>? Probes { get; set; }
}

/// <summary>One connection that was tried.</summary>
public sealed record ProbeStatus
{
    /// <summary>What was tried: <c>gateway</c>, <c>dns</c> and so on; never an address.</summary>
    [JsonPropertyName("name")]
    [Required]
    public string Name { get; set; } = string.Empty;

    /// <summary>What the policies promise.</summary>
    [JsonPropertyName("expected")]
    public ProbeSight? Expected { get; set; }

    /// <summary>What was seen.</summary>
    [JsonPropertyName("seen")]
    public ProbeSight? Seen { get; set; }

    /// <summary>What the operator saw from the system namespace: only where that is Open a refusal proves anything.</summary>
    [JsonPropertyName("control")]
    public ProbeSight? Control { get; set; }
}

/// <summary>What a probe came to.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProbeOutcome>))]
public enum ProbeOutcome
{
    /// <summary>What must fail failed, what must work worked, and the controls say that this means something.</summary>
    Verified,

    /// <summary>A connection came about that must not.</summary>
    NotEnforced,

    /// <summary>Nothing was proved.</summary>
    Inconclusive,
}

/// <summary>Whether something answered.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProbeSight>))]
public enum ProbeSight
{
    /// <summary>It answered.</summary>
    Open,

    /// <summary>It did not.</summary>
    Closed,

    /// <summary>It was not tried.</summary>
    NotTried,
}
