using System.Net;
using k8s;
using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Check;

namespace McpTenants.Operator.Webhook;

/// <summary>Answers for tombstones: what was written down about a deleted tenant stays, and erasing early takes two people. Pure.</summary>
internal static class TombstoneAdmission
{
    /// <summary>The answer to a request.</summary>
    public static V1AdmissionResponse Review(V1AdmissionRequest request, PlatformPolicy platform)
    {
        if (request.SubResource is { Length: > 0 } || Read(request.OldObject) is not { } old)
        {
            return new() { Uid = request.Uid, Allowed = true };
        }

        var user = request.UserInfo?.Username ?? "";
        Violation[] violations = request.Operation switch
        {
            "DELETE" => [.. TombstoneRules.Delete(old)],
            "UPDATE" when Read(request.ObjectProperty) is { } next => [.. TombstoneRules.Update(old, next, new Actor(user, [.. request.UserInfo?.Groups ?? []]), platform)],
            _ => [],
        };
        return violations.Length == 0 ? new() { Uid = request.Uid, Allowed = true } : new()
        {
            Uid = request.Uid,
            Allowed = false,
            Status = new V1Status
            {
                Code = (int)HttpStatusCode.UnprocessableEntity,
                Reason = "Invalid",
                Message = string.Join('\n', violations.Select(v => v.Message)),
                Details = new V1StatusDetails
                {
                    Group = McpTenantTombstone.KubeGroup,
                    Kind = McpTenantTombstone.KubeKind,
                    Name = request.Name,
                    Causes = [.. violations.Select(v => new V1StatusCause { Reason = "FieldValueInvalid", Field = v.Field, Message = v.Message })],
                },
            },
        };
    }

    private static McpTenantTombstone? Read(System.Text.Json.JsonElement? element) =>
        element is { ValueKind: System.Text.Json.JsonValueKind.Object } json ? KubernetesJson.Deserialize<McpTenantTombstone>(json.GetRawText()) : null;
}
