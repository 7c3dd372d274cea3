using System.Text.Json.Serialization.Metadata;
using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Gateway.Cluster;

/// <summary>
/// The part of a tenant's object that a gateway reads. The rest is not even parsed: with 10,000 tenants the first list is tens of megabytes, most
/// of it <c>managedFields</c>, and what was once allocated for it would stay in the process.
/// </summary>
internal static class TenantProjection
{
    private static readonly Dictionary<Type, HashSet<string>> Read = new()
    {
        [typeof(V1ObjectMeta)] = ["name", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp", "labels", "ownerReferences"],
        [typeof(McpTenantSpec)] = ["tier", "subdomain", "customHosts", "suspended", "isolation", "instance", "scaling", "auth", "limits"],
        [typeof(IsolationSpec)] = ["requireEnforcement"],
        [typeof(InstanceSpec)] = ["image"],
        [typeof(ScalingSpec)] = ["streams"],
        [typeof(McpTenantStatus)] = ["phase", "conditions", "instance"],
        [typeof(InstanceStatus)] = ["image"],
    };

    /// <summary>The conditions that decide about a route; see <see cref="RouteReader"/>.</summary>
    private static readonly HashSet<string> Conditions = ["Ready", "Asleep", "NetworkIsolated", "RouteReady", "Suspended", "Deprovisioning", NetworkProof.Condition];

    /// <summary>For <see cref="k8s.KubernetesJson.AddModifier"/>.</summary>
    public static void SkipTheRest(JsonTypeInfo type)
    {
        if (!Read.TryGetValue(type.Type, out var read))
            return;
        foreach (var property in type.Properties)
        {
            if (!read.Contains(property.Name))
                property.Set = null;
        }
    }

    /// <summary>What of a parsed object is kept.</summary>
    public static McpTenant Shrink(McpTenant tenant)
    {
        var meta = tenant.Metadata;
        return tenant with
        {
            Metadata = new V1ObjectMeta
            {
                Name = meta.Name,
                Uid = meta.Uid,
                ResourceVersion = meta.ResourceVersion,
                Generation = meta.Generation,
                CreationTimestamp = meta.CreationTimestamp,
                DeletionTimestamp = meta.DeletionTimestamp,
            },
            Status = tenant.Status is { Conditions: { } conditions } status
                ? status with { Conditions = [.. conditions.Where(c => Conditions.Contains(c.Type)).Select(Shrink)] }
                : tenant.Status,
        };
    }

    /// <summary>Few different words stand in tens of thousands of conditions.</summary>
    private static V1Condition Shrink(V1Condition condition) => new()
    {
        Type = string.Intern(condition.Type),
        Status = string.Intern(condition.Status),
        Reason = string.Intern(condition.Reason ?? ""),
    };
}
