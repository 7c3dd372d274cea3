using System.Security.Cryptography;
using System.Text;
using McpTenants.Operator.Plan;

namespace McpTenants.Operator.Isolation;

/// <summary>Tells network policies apart: evidence is about those that were in force, and others want a probe of their own.</summary>
internal static class PolicyDigest
{
    /// <summary>The digest of a tenant's policies as planned.</summary>
    public static string Of(PlanInput input)
    {
        var hashes = string.Join(' ', TenantPlanner.Policies(input).Select(p => p.Hash));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(hashes)).AsSpan(0, 8));
    }
}
