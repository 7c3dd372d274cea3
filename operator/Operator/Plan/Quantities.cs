using k8s.Models;

namespace McpTenants.Operator.Plan;

/// <summary>Resource amounts as the models want them.</summary>
internal static class Quantities
{
    /// <summary>Converts a map of quantities.</summary>
    public static IDictionary<string, ResourceQuantity> Of(IReadOnlyDictionary<string, string> amounts) =>
        amounts.ToDictionary(a => a.Key, a => (ResourceQuantity)a.Value, StringComparer.Ordinal);
}
