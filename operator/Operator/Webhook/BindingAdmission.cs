using System.Text.Json;
using k8s;
using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Check.Bindings;

namespace McpTenants.Operator.Webhook;

/// <summary>Answers an admission request for a vault binding. Pure.</summary>
internal static class BindingAdmission
{
    /// <summary>Everything that is wrong with the binding, as an answer.</summary>
    public static V1AdmissionResponse Review(V1AdmissionRequest request)
    {
        // A binding that is no longer good can still go, and lose its finalizers.
        if (request.Operation is not ("CREATE" or "UPDATE") || request.ObjectProperty is not { ValueKind: JsonValueKind.Object } json || IsUnchanged(request, json))
            return AdmissionAnswers.Allow(request);
        try
        {
            var binding = KubernetesJson.Deserialize<McpVaultBinding>(json.GetRawText())!;
            var violations = VaultBindingPolicy.Check(binding.Spec);
            return violations.Count == 0 ? AdmissionAnswers.Allow(request) : AdmissionAnswers.Refuse(request, McpVaultBinding.KubeKind, violations);
        }
        catch (JsonException e)
        {
            return AdmissionAnswers.Refuse(request, McpVaultBinding.KubeKind, [AdmissionAnswers.Unreadable(e)]);
        }
    }

    private static bool IsUnchanged(V1AdmissionRequest request, JsonElement json) =>
        request.OldObject is { ValueKind: JsonValueKind.Object } old && JsonElement.DeepEquals(json.GetProperty("spec"), old.GetProperty("spec"));
}
