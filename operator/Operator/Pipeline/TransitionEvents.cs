using System.Globalization;
using k8s.Models;
using Kubernetes.Runtime.Events;
using McpTenants.Api;
using McpTenants.Operator.Certificates;
using McpTenants.Operator.Status;

namespace McpTenants.Operator.Pipeline;

/// <summary>Tells people what changed, as Events of the tenant; a state that lasts is told once.</summary>
internal sealed class TransitionEvents(Action<McpTenant, EventType, string, string> record)
{
    private static readonly string[] Told = [ConditionTypes.Accepted, ConditionTypes.Ready, ConditionTypes.Suspended, ConditionTypes.Asleep, ConditionTypes.ToolsPinned, ConditionTypes.SecretsFresh, ConditionTypes.NetworkIsolationVerified, ConditionTypes.Deprovisioning, ConditionTypes.Exported];

    // Deprovisioning is False while a deletion is held because it may be a mistake.
    private static readonly string[] Bad = [ConditionTypes.Accepted, ConditionTypes.Ready, ConditionTypes.ToolsPinned, ConditionTypes.SecretsFresh, ConditionTypes.NetworkIsolationVerified, ConditionTypes.Exported, ConditionTypes.Deprovisioning];

    /// <summary>Records an event for each condition that flipped, or gives another reason for being False.</summary>
    public void Tell(McpTenant tenant, McpTenantStatus next)
    {
        foreach (var condition in (next.Conditions ?? []).Where(c => Told.Contains(c.Type)))
        {
            var before = tenant.Status?.Conditions?.FirstOrDefault(c => c.Type == condition.Type);
            if (IsNews(before, condition))
            {
                record(tenant, IsBad(condition) ? EventType.Warning : EventType.Normal, condition.Reason, condition.Message.Length > 0 ? condition.Message : $"{condition.Type} is {condition.Status}.");
            }
        }
    }

    /// <summary>Records that a certificate took another one's place; the first of a tenant is part of its making.</summary>
    public void TellCertificate(McpTenant tenant, LeafState? before, LeafState now, string reason)
    {
        if (before is not null)
        {
            record(tenant, EventType.Normal, "CertificateRenewed", string.Create(CultureInfo.InvariantCulture, $"The instance has a new certificate, valid until {now.Until:yyyy-MM-dd} ({reason})."));
        }
    }

    /// <summary>Records what somebody else had done to guardrails, each time.</summary>
    public void TellRepairs(McpTenant tenant, IReadOnlyList<string> repairs)
    {
        if (repairs.Count > 0)
        {
            record(tenant, EventType.Warning, Reasons.GuardrailRepaired, string.Join("; ", repairs) + ".");
        }
    }

    private static bool IsNews(V1Condition? before, V1Condition now) =>
        before is null ? now.Type is ConditionTypes.Ready or ConditionTypes.Deprovisioning or ConditionTypes.Exported || IsBad(now)
        : before.Status != now.Status || (now.Type == ConditionTypes.Deprovisioning && before.Reason != now.Reason) || (IsBad(now) && before.Reason != now.Reason);

    private static bool IsBad(V1Condition condition) =>
        condition.Status == "False" && Bad.Contains(condition.Type) && condition.Reason is not (Reasons.Pending or Reasons.Suspended or Reasons.Settling);
}
