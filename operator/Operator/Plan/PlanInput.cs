using McpTenants.Api;
using McpTenants.Operator.Certificates;
using McpTenants.Operator.Hosting;
using McpTenants.Operator.Jwks;

namespace McpTenants.Operator.Plan;

/// <summary>Everything that a plan depends on.</summary>
internal sealed record PlanInput
{
    /// <summary>The tenant with every default filled in.</summary>
    public required EffectiveTenant Tenant { get; init; }

    /// <summary>The operator's options.</summary>
    public required OperatorOptions Options { get; init; }

    /// <summary>The keys of the tenant's issuer.</summary>
    public required TenantKeys Keys { get; init; }

    /// <summary>Whether the tenant's pods serve mutual TLS. Default false.</summary>
    public bool MutualTls { get; init; }

    /// <summary>The certificate to write; null when the one that is there stays.</summary>
    public CertificateFiles? Certificate { get; init; }

    /// <summary>The tenant's namespace.</summary>
    public string Namespace => Tenant.Namespace;
}
