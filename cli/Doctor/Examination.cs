using McpTenants.Cli.Doctor.Checks;

namespace McpTenants.Cli.Doctor;

/// <summary>All checks, in the order in which a broken installation is best repaired.</summary>
internal static class Examination
{
    /// <summary>Judges what was read.</summary>
    public static IReadOnlyList<Finding> Of(ClusterFacts facts) =>
    [
        ServerCheck.Of(facts),
        DefinitionsCheck.Of(facts),
        ProgramCheck.Of("operator", facts.Operator, facts),
        ProgramCheck.Of("gateway", facts.Gateway, facts),
        WebhookCheck.Of(facts),
        .. RightsCheck.Of(facts),
        SystemNamespaceCheck.Of(facts),
        DnsCheck.Of(facts),
        EnforcementCheck.Of(facts),
        StorageCheck.Of(facts),
        IngressClassCheck.Of(facts),
        BaseDomainCheck.Of(facts),
        CertificateCheck.Of(facts),
        TenantsCheck.Of(facts),
        OrphansCheck.Of(facts),
    ];
}
