using System.Text.Json;
using k8s;
using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Check;

namespace McpTenants.Operator.Webhook;

/// <summary>Answers one admission request from the policies. Pure: the other tenants and the time are inputs.</summary>
internal static class TenantAdmission
{
    /// <summary>The answer to a request.</summary>
    /// <param name="request">What the API server asks.</param>
    /// <param name="platform">What the platform decides.</param>
    /// <param name="tenants">All tenants that are known.</param>
    /// <param name="now">The time.</param>
    /// <param name="tombstones">Records of deleted tenants that are known.</param>
    public static V1AdmissionResponse Review(
        V1AdmissionRequest request, PlatformPolicy platform, IReadOnlyCollection<McpTenant> tenants, DateTimeOffset now, IReadOnlyCollection<McpTenantTombstone>? tombstones = null)
    {
        if (request is { Kind.Kind: McpVaultBinding.KubeKind, SubResource: null or "" })
            return BindingAdmission.Review(request);
        if (request.Kind?.Kind != McpTenant.KubeKind || request.SubResource is { Length: > 0 })
            return Allow(request);
        try
        {
            return request.Operation switch
            {
                "DELETE" => Delete(request),
                "CREATE" or "UPDATE" => Write(request, platform, tenants, tombstones ?? [], now),
                _ => Allow(request),
            };
        }
        catch (JsonException e)
        {
            return Refuse(request, [AdmissionAnswers.Unreadable(e)]);
        }
    }

    /// <summary>The tenant that the request deletes, and who does it; null for anything else.</summary>
    public static (string Uid, string User)? Deleted(V1AdmissionRequest request) =>
        request is { Operation: "DELETE", Kind.Kind: McpTenant.KubeKind, SubResource: null or "", UserInfo.Username: { Length: > 0 } user }
        && request.DryRun != true && Read(request.OldObject)?.Metadata.Uid is { } uid ? (uid, user) : null;

    private static V1AdmissionResponse Delete(V1AdmissionRequest request)
    {
        // Servers below 1.15 send no object; the reconciler then is the only brake.
        if (Read(request.OldObject) is { Spec: var spec } && (spec.Deletion?.Protection ?? true))
            return Refuse(request, [Violation.Of("Invalid", "spec.deletion.protection", "the tenant is protected from deletion", "set it to false first")]);
        return Allow(request);
    }

    private static V1AdmissionResponse Write(V1AdmissionRequest request, PlatformPolicy platform, IReadOnlyCollection<McpTenant> tenants, IReadOnlyCollection<McpTenantTombstone> tombstones, DateTimeOffset now)
    {
        var tenant = Read(request.ObjectProperty) ?? throw new JsonException("no object");
        var old = request.Operation == "UPDATE" ? Read(request.OldObject) : null;

        // Finalizers and unchanged specs always pass: a rule that became stricter must never hold a deletion.
        if (old is not null && Same(request, "spec") && SameMetadata(tenant, old))
            return Allow(request);
        var violations = TenantPolicies.Check(new TenantCheckInput
        {
            Tenant = tenant,
            Old = old,
            Platform = platform,
            OtherHosts = HostClaim.Of(tenants, tenant, platform),
            Holds = TombstoneHold.Of(tombstones, tenant),
            Actor = new(request.UserInfo?.Username ?? string.Empty, [.. request.UserInfo?.Groups ?? []]),
            Now = now,
        });
        if (violations.Count > 0)
            return Refuse(request, violations);
        var answer = Allow(request);
        answer.Warnings = TenantWarnings.Of(tenant);
        return answer;
    }

    private static bool Same(V1AdmissionRequest request, string property) =>
        JsonElement.DeepEquals(request.ObjectProperty!.Value.GetProperty(property), request.OldObject!.Value.GetProperty(property));

    private static bool SameMetadata(McpTenant left, McpTenant right) =>
        Same(left.Metadata.Labels, right.Metadata.Labels) && Same(left.Metadata.Annotations, right.Metadata.Annotations);

    private static bool Same(IDictionary<string, string>? left, IDictionary<string, string>? right) =>
        (left?.Count ?? 0) == (right?.Count ?? 0) && (left ?? new Dictionary<string, string>(StringComparer.Ordinal)).All(entry => right!.TryGetValue(entry.Key, out var value) && value == entry.Value);

    private static McpTenant? Read(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Object } json ? KubernetesJson.Deserialize<McpTenant>(json.GetRawText()) : null;

    private static V1AdmissionResponse Allow(V1AdmissionRequest request) => AdmissionAnswers.Allow(request);

    private static V1AdmissionResponse Refuse(V1AdmissionRequest request, IReadOnlyCollection<Violation> violations) => AdmissionAnswers.Refuse(request, McpTenant.KubeKind, violations);
}
