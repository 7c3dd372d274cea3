namespace McpTenants.Operator.Instances;

/// <summary>How running instances are asked what they offer.</summary>
internal sealed record InstanceOptions
{
    /// <summary>Admin port of an instance. Default 8081.</summary>
    public int AdminPort { get; init; } = Api.McpTenantNames.InstanceAdminPort;

    /// <summary>Time between two looks at a tenant that is awake; one that sleeps is not looked at. Default 1 minute.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Time after which something new has to be seen again before it counts: third-party servers start beside the instance, and their tools come a moment
    /// after its own. Default 5 seconds, or the interval when that is shorter.
    /// </summary>
    public TimeSpan Settling => Interval < LongestSettling ? Interval : LongestSettling;

    /// <summary>Longest time for one answer. Default 3 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    private static TimeSpan LongestSettling => TimeSpan.FromSeconds(5);
}
