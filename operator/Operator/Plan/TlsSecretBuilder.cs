using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Certificates;

namespace McpTenants.Operator.Plan;

/// <summary>The Secret with the instance's certificate. In the plan only when a new one was issued: nobody may read Secrets just to compare them.</summary>
internal static class TlsSecretBuilder
{
    /// <summary>Builds the Secret; null when the one that is there stays.</summary>
    public static PlannedObject? Build(PlanInput input) => input.Certificate is not { } files ? null : Planned.At(Stage.Secrets, new V1Secret
    {
        ApiVersion = V1Secret.KubeApiVersion,
        Kind = V1Secret.KubeKind,
        Metadata = TenantLabels.Metadata(input, McpTenantNames.TlsSecret),
        Type = CertificateFiles.SecretType,
        Data = files.ToData(),
    });
}
