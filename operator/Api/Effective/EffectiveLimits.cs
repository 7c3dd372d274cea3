using McpTenants.Api.Values;

namespace McpTenants.Api;

internal static class EffectiveLimits
{
    internal static InstanceLimits Of(LimitsSpec? own, InstanceLimits tier) => new()
    {
        RequestsPerMinute = own?.RequestsPerMinute ?? tier.RequestsPerMinute,
        Burst = own?.Burst ?? tier.Burst,
        PerUserRequestsPerMinute = own?.PerUserRequestsPerMinute ?? tier.PerUserRequestsPerMinute,
        MaxConcurrent = own?.MaxConcurrent ?? tier.MaxConcurrent,
        MaxRequestBytes = Bytes(own?.MaxRequestBytes) ?? tier.MaxRequestBytes,
        MaxResponseBytes = Bytes(own?.MaxResponseBytes) ?? tier.MaxResponseBytes,
        ToolTimeoutSeconds = GoDuration.TryParse(own?.ToolTimeout, out var timeout) ? timeout.TotalSeconds : tier.ToolTimeoutSeconds,
        MonthlyToolCalls = own?.MonthlyToolCalls ?? tier.MonthlyToolCalls,
    };

    private static long? Bytes(string? text) =>
        Quantity.TryParse(text, out var value) && value <= long.MaxValue ? (long)value : null;
}
