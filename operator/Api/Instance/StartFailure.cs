using System.Text.Json.Serialization;

namespace McpTenants.Api;

/// <summary>Why an instance could not start, as the gateway that tried tells the operator.</summary>
/// <param name="Reason">ImagePull, ContainerConfig, CrashLoop, Unschedulable, QuotaExceeded or PodRefused.</param>
/// <param name="Message">Kubernetes' own words, at most 512 characters; may be empty.</param>
public sealed record StartFailure([property: JsonPropertyName("reason")] string Reason, [property: JsonPropertyName("message")] string Message);
