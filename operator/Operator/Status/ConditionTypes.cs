namespace McpTenants.Operator.Status;

/// <summary>Condition types of a tenant. docs/conditions.md tells users what each reason means.</summary>
internal static class ConditionTypes
{
    public const string Accepted = "Accepted";
    public const string NamespaceReady = "NamespaceReady";
    public const string NetworkIsolated = "NetworkIsolated";
    public const string NetworkIsolationVerified = Api.NetworkProof.Condition;
    public const string SecretsReady = "SecretsReady";
    public const string SecretsFresh = "SecretsFresh";
    public const string CertificatesReady = "CertificatesReady";
    public const string WorkloadAvailable = "WorkloadAvailable";
    public const string RouteReady = "RouteReady";
    public const string Ready = "Ready";
    public const string Suspended = "Suspended";
    public const string Asleep = "Asleep";
    public const string ToolsPinned = "ToolsPinned";
    public const string Deprovisioning = "Deprovisioning";
    public const string Exported = "Exported";
    public const string Quarantined = "Quarantined";
    public const string Erased = "Erased";
}
