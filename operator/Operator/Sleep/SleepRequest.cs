using System.Globalization;
using McpTenants.Api;

namespace McpTenants.Operator.Sleep;

/// <summary>Reads the wish that a tenant sleep now.</summary>
internal static class SleepRequest
{
    /// <summary>When it was asked for; null when it was not, or when the time cannot be read.</summary>
    public static DateTimeOffset? Of(McpTenant tenant) =>
        tenant.Metadata.Annotations?.TryGetValue(McpTenantNames.SleepRequestedAt, out var text) == true
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
