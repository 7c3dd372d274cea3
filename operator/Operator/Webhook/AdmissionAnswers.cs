using System.Net;
using System.Text.Json;
using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Check;

namespace McpTenants.Operator.Webhook;

/// <summary>Answers to admission requests.</summary>
internal static class AdmissionAnswers
{
    public static V1AdmissionResponse Allow(V1AdmissionRequest request) => new() { Uid = request.Uid, Allowed = true };

    /// <summary>The schema has let it pass, so server and operator are of different versions.</summary>
    public static Violation Unreadable(JsonException e) => Violation.Of("Invalid", e.Path?.TrimStart('$', '.') ?? "spec", "this version cannot read it", "correct the value");

    /// <summary>Refuses. The causes are for kubectl: before 1.21 it prints nothing but "The request is invalid" when an Invalid status has no details.</summary>
    public static V1AdmissionResponse Refuse(V1AdmissionRequest request, string kind, IReadOnlyCollection<Violation> violations) => new()
    {
        Uid = request.Uid,
        Allowed = false,
        Status = new V1Status
        {
            Code = (int)HttpStatusCode.UnprocessableEntity,
            Reason = "Invalid",
            Message = string.Join('\n', violations.Select(violation => violation.Message)),
            Details = new V1StatusDetails
            {
                Group = McpTenantNames.Group,
                Kind = kind,
                Name = request.Name,
                Causes = [.. violations.Select(Cause)],
            },
        },
    };

    private static V1StatusCause Cause(Violation violation) => new()
    {
        Reason = "FieldValueInvalid",
        Field = violation.Field,
        Message = violation.Message.StartsWith(violation.Field + ": ", StringComparison.Ordinal) ? violation.Message[(violation.Field.Length + 2)..] : violation.Message,
    };
}
