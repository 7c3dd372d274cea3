namespace k8s.Authentication;

/// <summary>What goes to a credential plugin (spec) and comes back (status).</summary>
internal sealed record ExecCredential
{
    [JsonPropertyName("apiVersion")]
    public string? ApiVersion { get; init; }

    [JsonPropertyName("kind")]
    public string? Kind { get; init; }

    [JsonPropertyName("spec")]
    public ExecSpec? Spec { get; init; }

    [JsonPropertyName("status")]
    public ExecStatus? Status { get; init; }

    internal sealed record ExecSpec([property: JsonPropertyName("interactive")] bool Interactive, [property: JsonPropertyName("cluster")] ExecClusterInfo? Cluster);

    internal sealed record ExecStatus
    {
        [JsonPropertyName("token")]
        public string? Token { get; init; }

        [JsonPropertyName("clientCertificateData")]
        public string? ClientCertificateData { get; init; }

        [JsonPropertyName("clientKeyData")]
        public string? ClientKeyData { get; init; }

        [JsonPropertyName("expirationTimestamp")]
        public DateTime? ExpirationTimestamp { get; init; }
    }
}
