namespace McpTenants.Api;

/// <summary>Presets that are there without configuration: <c>free</c>, <c>standard</c> (the default) and <c>enterprise</c>.</summary>
public static class TierPresets
{
    /// <summary>Small and quick to sleep.</summary>
    public const string Free = "free";

    /// <summary>The default.</summary>
    public const string Standard = "standard";

    /// <summary>For large customers.</summary>
    public const string Enterprise = "enterprise";

    /// <summary>The presets by name.</summary>
    public static IReadOnlyDictionary<string, TierPreset> BuiltIn { get; } = new Dictionary<string, TierPreset>(StringComparer.Ordinal)
    {
        [Free] = new()
        {
            IdleAfter = TimeSpan.FromMinutes(1),
            Requests = new() { Cpu = "25m", Memory = "96Mi", EphemeralStorage = "64Mi" },
            Limits = new() { Cpu = "500m", Memory = "192Mi", EphemeralStorage = "256Mi" },
            StorageSize = "256Mi",
            Quota = Quota(cpu: "1500m", memory: "768Mi", scratch: "1Gi", storage: "512Mi"),
            Requesting = Rates(perMinute: 60, burst: 10, perUser: 30, concurrent: 8, monthly: 10_000),
        },
        [Standard] = new()
        {
            IdleAfter = TimeSpan.FromMinutes(5),
            Requests = new() { Cpu = "50m", Memory = "128Mi", EphemeralStorage = "64Mi" },
            Limits = new() { Cpu = "1", Memory = "256Mi", EphemeralStorage = "512Mi" },
            StorageSize = "1Gi",
            Quota = Quota(cpu: "4", memory: "2Gi", scratch: "4Gi", storage: "10Gi"),
            Requesting = Rates(perMinute: 600, burst: 60, perUser: 120, concurrent: 64, monthly: 100_000),
        },
        [Enterprise] = new()
        {
            IdleAfter = TimeSpan.FromMinutes(15),
            Requests = new() { Cpu = "100m", Memory = "256Mi", EphemeralStorage = "128Mi" },
            Limits = new() { Cpu = "2", Memory = "1Gi", EphemeralStorage = "1Gi" },
            StorageSize = "10Gi",
            Quota = Quota(cpu: "16", memory: "16Gi", scratch: "16Gi", storage: "200Gi"),
            Requesting = Rates(perMinute: 6000, burst: 600, perUser: 600, concurrent: 256, monthly: 10_000_000),
        },
    };

    private static Dictionary<string, string> Quota(string cpu, string memory, string scratch, string storage) => new(StringComparer.Ordinal)
    {
        ["requests.cpu"] = cpu,
        ["requests.memory"] = memory,
        ["limits.cpu"] = cpu,
        ["limits.memory"] = memory,
        ["limits.ephemeral-storage"] = scratch,
        ["requests.storage"] = storage,
        ["persistentvolumeclaims"] = "2",
        ["pods"] = "4",
        ["services"] = "4",
        ["services.nodeports"] = "0",
        ["services.loadbalancers"] = "0",
        ["configmaps"] = "8",
        ["secrets"] = "16",
    };

    private static InstanceLimits Rates(int perMinute, int burst, int perUser, int concurrent, long monthly) => new()
    {
        RequestsPerMinute = perMinute,
        Burst = burst,
        PerUserRequestsPerMinute = perUser,
        MaxConcurrent = concurrent,
        MaxRequestBytes = 4 << 20,
        MaxResponseBytes = 8 << 20,
        ToolTimeoutSeconds = 60,
        MonthlyToolCalls = monthly,
    };
}
